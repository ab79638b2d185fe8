import torch
import torch.nn.functional as F
from torch import fx, nn


def product(scale: float):
    """Two graphs that are written side by side."""
    graph, other = fx.Graph(), fx.Graph()
    tracer = fx.proxy.GraphAppendingTracer(graph)
    x = fx.Proxy(graph.placeholder("x", torch.Tensor), tracer=tracer)
    y = fx.Proxy(graph.placeholder("y", torch.Tensor), tracer=tracer)
    z = fx.Proxy(other.placeholder("z", torch.Tensor))
    torch._assert(x.shape[-1] == 4, "four columns")
    shape = torch.broadcast_tensors(x[..., :1], y[..., :1])[0].shape[:-1]
    out = torch.einsum("zu,zv->zuv", (x.reshape(-1, 4), y.reshape(-1, 4)))
    out = scale * F.relu(torch.cat([out, out], dim=1), inplace=False)
    graph.output(out.reshape(shape + (32,)).node, torch.Tensor)
    torch._assert(z.shape[0] == 2, "two rows")
    other.output(F.gelu(torch.einsum("ab,ab->a", z, z)).node, torch.Tensor)
    return fx.GraphModule({}, graph, "product"), fx.GraphModule(nn.Module(), other, "square")


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.product, self.square = product(0.5)
        self.norm = torch.jit.script(product(2.0)[0])
        self.act = nn.ReLU()

    def forward(self, x, y):
        return self.act(self.product(x, y) + F.relu(self.norm(x, y))) + self.square(x)


target = M()
