"""What torch.fx records of torchvision's models and of small modules. Runs over real torch and over the stand-in."""
SMALL = {
    "operators": "lambda x, y=2: (x + 1, 1 - x, x * y, 2 ** x, x // 3, -x, ~(x > 1) & (x == 3), x @ x.T, x[0], x[..., None, 1:3], x.shape[-1], x.size(0))",
    "functions": "lambda x: (torch.cat([x, x], dim=1), F.relu(x, inplace=True), torch.where(x > 0, x, 0), F.interpolate(x, scale_factor=2.0, mode='nearest'), torch.sum(x, dim=(0,)), F.pad(x, (1, 1)))",
    "methods": "lambda x: x.view(x.shape[0], -1).permute(1, 0).contiguous().to(torch.float64).masked_fill(x > 0, float('-inf')).softmax(dim=-1).flatten(1)",
    "made": "lambda x: (x + torch.ones(2), torch.zeros_like(x, device=x.device), torch.arange(3, device=torch.device('cpu')) * x, torch.full((2,), 1.5) - x)",
    "nested": "lambda x: {'a': [x, (x + 1, None)], 'b': slice(1, 2), 'c': 1e-5, 'd': True}",
    "pairs": "lambda x: [a + b for a, b in [(x, x.relu())]]",
    "branch": "lambda x: x if x.sum() > 0 else -x",
    "length": "lambda x: len(x)",
    "iterated": "lambda x: [y for y in x]",
    "in": "lambda x: 3 in x",
    "index": "lambda x: [1, 2, 3][x]",
    "range": "lambda x: range(x)",
    "float": "lambda x: float(x)",
    "einsum": "lambda x: torch.einsum('ij,jk->ik', x, x)",
    "split": "lambda x: torch.split(x, 2, dim=1)[0]",
    "names": "lambda input, sum, relu_1: torch.relu(torch.relu(input)) + sum.relu().relu() + relu_1",
    "attention": "lambda q, k, v: F.multi_head_attention_forward",
    "isinstance": "lambda x: x + (1 if isinstance(x, torch.Tensor) else 2)",
    "getattr": "lambda x: (x.T, x.dtype, x.grad)",
    "max": "lambda x: torch.max(x, dim=1).values",
    "stack": "lambda x: torch.stack((x, x), 0).mean((1, 2), keepdim=True)",
}


def answers(names):
    import hashlib
    import torch
    import torch.nn.functional as F
    from torch import fx
    for name in names:
        if name in SMALL:
            fn = eval(SMALL[name], {"torch": torch, "F": F})
            fn.__name__ = "small"
            traced = fx.symbolic_trace(fn)
            yield [traced.code, str(traced.graph), repr(traced)]
            continue
        import torchvision.models as models
        options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
        model = models.get_model(name, weights=None, **options)
        traced = fx.symbolic_trace(model)
        text = [traced.code, str(traced.graph), repr(traced)]
        lines = traced.code.splitlines()
        yield [len(lines), *[hashlib.sha256(t.encode()).hexdigest()[:12] for t in text], lines if len(lines) < 60 else lines[:30]]
