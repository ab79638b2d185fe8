"""Small modules of varied features; each class has an attribute `X`: how many and which inputs."""
import enum
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 8)
        self.b = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.b(self.a(x))


class Conv(nn.Module):
    X = (1, 3, 8, 8)

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(3, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU(inplace=True), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(96, 5))

    def forward(self, x):
        return self.net(x)


class BigBuffer(nn.Module):
    def __init__(self):
        super().__init__()
        position = torch.arange(300).unsqueeze(1)
        div = torch.exp(torch.arange(0, 4, 2) * (-9.21 / 4))
        pe = torch.zeros(300, 4)
        pe[:, 0::2] = torch.sin(position * div)
        pe[:, 1::2] = torch.cos(position * div)
        self.register_buffer("pe", pe, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.pe[200:200 + x.size(0)]


class HugeBuffer(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mask", torch.tril(torch.ones(256, 256)).view(1, 256, 256), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.mask[0, 100, 98:102]


class TensorAttribute(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = torch.tensor([1.0, 2.0, 3.0, 4.0])
        self.index = torch.arange(100)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.scale + self.index[96:]


class Tied(nn.Module):
    X = ("long", 2, 3)

    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(10, 8)
        self.out = nn.Linear(8, 10, bias=False)
        self.out.weight = self.emb.weight

    def forward(self, x: Tensor) -> Tensor:
        return self.out(self.emb(x))


class Views(nn.Module):
    def __init__(self):
        super().__init__()
        base = torch.arange(16).float().view(4, 4)
        self.register_buffer("whole", base)
        self.register_buffer("row", base[1])
        self.register_buffer("other", base[2])
        self.register_buffer("column", base[:, 3])
        self.register_buffer("turned", base.t())

    def forward(self, x: Tensor) -> Tensor:
        return x @ self.whole + self.row - self.other * self.column + self.turned[1]


class WrittenViews(nn.Module):
    def __init__(self):
        super().__init__()
        base = torch.zeros(2, 4)
        self.register_buffer("whole", base)
        self.register_buffer("row", base[1])

    def forward(self, x: Tensor) -> Tensor:
        self.row.add_(1)
        return x + self.whole.sum(0)


class DTypes(nn.Module):
    def __init__(self):
        super().__init__()
        for name in ("float16", "bfloat16", "float64", "int8", "int16", "int32", "int64", "uint8"):
            self.register_buffer("t_" + name, torch.tensor([1, 2, 3, 100]).to(getattr(torch, name)))
        self.register_buffer("flags", torch.tensor([True, False, True, True]))
        self.register_buffer("cpx", torch.tensor([1 + 2j, 3 - 1j, 0.5j, 2.0]))
        self.register_buffer("cpx2", torch.tensor([1 + 2j, 3 - 1j, 0.5j, 2.0], dtype=torch.complex128))

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        y = x * self.t_float16 + self.t_bfloat16 + self.t_float64 + self.t_int8 + self.t_int16 + self.t_int32 + self.t_int64 + self.t_uint8
        return y * self.flags, x * self.cpx + self.cpx2


class Empty(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("none", torch.zeros(0, 4))
        self.register_buffer("one", torch.tensor(2.0))

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.none, x]) * self.one


class Extremes(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("f", torch.tensor([float("inf"), -float("inf"), -0.0, 1e-40]))
        self.register_buffer("n", torch.tensor([9007199254740993, -9223372036854775808, 9223372036854775807, 0]))

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return 1 / (x * self.f), self.n + 0


class Constants(nn.Module):
    size: Final[int]
    names: Final[List[str]]

    def __init__(self):
        super().__init__()
        self.size = 3
        self.rate = 0.1
        self.names = ["a", "b\"c\n"]
        self.flag = True
        self.pair = (1, 2.5)
        self.none: Optional[int] = None
        self.table: Dict[str, int] = {"x": 1, "y": 2}
        self.nested: List[List[float]] = [[1.0], [2.0, 3.0]]
        self.inf = float("inf")

    def forward(self, x: Tensor) -> Tensor:
        if self.none is not None:
            x = x + self.none
        total = 0.0
        for row in self.nested:
            for v in row:
                total += v
        return x * self.size + self.rate * self.pair[1] + self.table["y"] + total + len(self.names[1]) + min(self.inf, 1.0)


class Containers(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])
        self.named = nn.ModuleDict({"relu": nn.ReLU(), "tanh": nn.Tanh()})

    def forward(self, x: Tensor) -> Tensor:
        for i, b in enumerate(self.blocks):
            x = b(x) + i
        for name, m in self.named.items():
            x = m(x)
        return x


class ParameterLists(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.ParameterList([nn.Parameter(torch.full((4,), float(i))) for i in range(3)])

    def forward(self, x: Tensor) -> Tensor:
        for p in self.p:
            x = x + p
        return x


class Hooks(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(4, 4)

        def pre(self, input: Tuple[Tensor]) -> Tuple[Tensor]:
            return (input[0] * 2,)

        def post(self, input: Tuple[Tensor], output: Tensor) -> Tensor:
            return output + 1

        self.inner.register_forward_pre_hook(pre)
        self.inner.register_forward_hook(post)

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x)


class RootHooks(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(4, 4)

        def first(self, input: Tuple[Tensor], output: Tensor) -> Tensor:
            return output + 1

        def second(self, input: Tuple[Tensor], output: Tensor) -> Tensor:
            return output * 3

        self.register_forward_hook(first)
        self.register_forward_hook(second)

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x)


class GetState(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(4))
        self.k = 3

    @torch.jit.export
    def __getstate__(self):
        return (self.w, self.k, self.training)

    @torch.jit.export
    def __setstate__(self, state: Tuple[Tensor, int, bool]):
        self.w = state[0]
        self.k = state[1]
        self.training = state[2]

    def forward(self, x: Tensor) -> Tensor:
        return x * self.w * self.k


class Shared(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = self.a

    def forward(self, x: Tensor) -> Tensor:
        return self.b(self.a(x))


class Color(enum.Enum):
    RED = 1
    GREEN = 2


class Enums(nn.Module):
    def __init__(self):
        super().__init__()
        self.color = Color.GREEN

    def forward(self, x: Tensor) -> Tensor:
        if self.color == Color.GREEN:
            return x + self.color.value
        return x


class Pair(NamedTuple):
    left: Tensor
    right: Optional[Tensor]
    count: int = 3


class Named(nn.Module):
    def forward(self, x: Tensor) -> Pair:
        return Pair(x, None)


@torch.jit.script
class Box:
    def __init__(self, n: int):
        self.n = n
        self.items: List[int] = []

    def add(self, i: int) -> int:
        self.items.append(i)
        return self.n + len(self.items)


class Classes(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        box = Box(3)
        for i in range(4):
            box.add(i)
        return x + box.add(1)


@torch.jit.interface
class Layer(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class Impl(nn.Module):
    def __init__(self, k: int):
        super().__init__()
        self.k = k

    def forward(self, x: Tensor) -> Tensor:
        return x * self.k


class Interfaces(nn.Module):
    layer: Layer

    def __init__(self):
        super().__init__()
        self.layer = Impl(4)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer.forward(x)


def helper(x: Tensor, k: int = 2) -> Tensor:
    return x * k


class Functions(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = F.relu
        self.own = helper

    def forward(self, x: Tensor) -> Tensor:
        return self.own(self.act(x), k=3) + helper(x)


class Ignored(nn.Module):
    @torch.jit.unused
    def debug(self, x: Tensor) -> Tensor:
        import json
        return x

    def forward(self, x: Tensor) -> Tensor:
        if x.dim() > 7:
            return self.debug(x)
        return x * 2


class Exported(nn.Module):
    def __init__(self):
        super().__init__()
        self.calls = 0

    @torch.jit.export
    def twice(self, x: Tensor) -> Tensor:
        return x * 2

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        return self.twice(x) + self.calls


class Recurrent(nn.Module):
    X = (5, 2, 4)

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 6, num_layers=2, bidirectional=True)
        self.gru = nn.GRU(12, 3)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        y, (h, c) = self.lstm(x)
        z, _ = self.gru(y)
        return z, h


class Attention(nn.Module):
    X = (5, 2, 8)

    def __init__(self):
        super().__init__()
        self.att = nn.MultiheadAttention(8, 2)
        self.norm = nn.LayerNorm(8)

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.att(x, x, x)
        return self.norm(x + y)


class Encoder(nn.Module):
    X = (3, 5, 8)

    def __init__(self):
        super().__init__()
        self.enc = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.enc(x)


class DictOutput(nn.Module):
    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return {"a": x, "b": x * 2}


class DictInput(nn.Module):
    X = ("dict",)

    def forward(self, d: Dict[str, Tensor]) -> List[Tensor]:
        return [d["a"] + 1, d["b"] * 2]


class Loops(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        i = 0
        while i < 10:
            i += 1
            if i == 3:
                continue
            if i > 7:
                break
            x = x + i
        return x


class Strings(nn.Module):
    def __init__(self):
        super().__init__()
        self.word = "ünï\u2603 'quote' \"double\" \\ \t"

    def forward(self, x: Tensor) -> Tuple[Tensor, str]:
        return x + len(self.word), self.word + f"{x.size(0)}" + "\n\x00"


class TensorConstants(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + torch.tensor([1.0, 2.0, 3.0, 4.0]) + torch.tensor([[1, 2, 3, 4]])


class Devices(nn.Module):
    def __init__(self):
        super().__init__()
        self.device = torch.device("cpu")
        self.dtype = torch.float64

    def forward(self, x: Tensor) -> Tensor:
        return x.to(self.device).to(self.dtype) + torch.zeros(4, dtype=torch.float16, device=self.device)


class Optionals(nn.Module):
    def __init__(self, b: Optional[nn.Module] = None):
        super().__init__()
        self.down = b
        self.w: Optional[Tensor] = None
        self.register_parameter("p", None)
        self.register_buffer("q", None)

    def forward(self, x: Tensor, y: Optional[Tensor] = None) -> Tensor:
        if self.down is not None:
            x = self.down(x)
        if y is not None:
            x = x + y
        return x


class Unions(nn.Module):
    def forward(self, x: Tensor, k: Union[int, float] = 3) -> Tensor:
        if isinstance(k, int):
            return x + k
        return x * 2


class TupleOfTensors(nn.Module):
    def __init__(self):
        super().__init__()
        self.pair = (torch.ones(4), torch.zeros(4))
        self.many: List[Tensor] = [torch.ones(4), torch.full((4,), 2.0)]
        self.by: Dict[str, Tensor] = {"k": torch.full((4,), 3.0)}

    def forward(self, x: Tensor) -> Tensor:
        return x + self.pair[0] - self.pair[1] + self.many[1] + self.by["k"]


class Properties(nn.Module):
    def __init__(self):
        super().__init__()
        self.k = 2

    @property
    def double(self) -> int:
        return self.k * 2

    def forward(self, x: Tensor) -> Tensor:
        return x * self.double


class Forks(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        f = torch.jit.fork(helper, x, 5)
        return torch.jit.wait(f)


class NoGrad(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.a.weight.requires_grad_(False)

    def forward(self, x: Tensor) -> Tensor:
        with torch.no_grad():
            return self.a(x)


class Wide(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 4).t())

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight)


class Norms(nn.Module):
    X = (2, 4, 6, 6)

    def __init__(self):
        super().__init__()
        self.a = nn.GroupNorm(2, 4)
        self.b = nn.InstanceNorm2d(4, affine=True)
        self.c = nn.BatchNorm2d(4, track_running_stats=False)
        self.d = nn.PReLU(4)
        self.e = nn.Upsample(scale_factor=2.0)
        self.f = nn.ConvTranspose2d(4, 2, 2, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        return self.f(self.e(self.d(self.c(self.b(self.a(x))))))


class PlainContainers(nn.Module):
    e: List[int]
    o: List[Optional[int]]
    t: List[Tuple[int, str]]
    d: Dict[int, List[str]]

    def __init__(self):
        super().__init__()
        self.k = [1, 2, 3]
        self.f = [0.5, 1e300]
        self.b = [True, False]
        self.e: List[int] = []
        self.o: List[Optional[int]] = [1, None]
        self.t: List[Tuple[int, str]] = [(1, "a")]
        self.d: Dict[int, List[str]] = {1: ["x"], 2: []}

    def forward(self, x: Tensor) -> Tensor:
        self.e.append(3)
        return x + self.k[1] + self.f[0] + len(self.e) + len(self.o) + len(self.t[0][1]) + len(self.d[1])


class Scripted(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = torch.jit.script(Plain())

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x)


class Traced(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = torch.jit.trace(nn.Linear(4, 4), torch.ones(1, 4))

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x)


class Raises(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        if x.size(0) > 100:
            raise ValueError(f"too many: {x.size(0)}")
        assert x.dim() == 2, "dims"
        return x


class NonIdentifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.seq = nn.Sequential()
        self.seq.add_module("0", nn.Linear(4, 4))
        self.seq.add_module("conv-1", nn.ReLU())
        self.register_buffer("3", torch.ones(4))

    def forward(self, x: Tensor) -> Tensor:
        return self.seq(x)


class OwnClassAttribute(nn.Module):
    def __init__(self):
        super().__init__()
        self.box = Box(5)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.box.add(1)


class EvalMode(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.5)
        self.eval()

    def forward(self, x: Tensor) -> Tensor:
        return self.drop(x) + (1 if self.training else 0)


class AnyValue(nn.Module):
    def pick(self, x: Any) -> int:
        if isinstance(x, int):
            return 1
        return 2

    def forward(self, x: Tensor) -> Tensor:
        return x + self.pick(3) + self.pick(x)


class Complex(nn.Module):
    def __init__(self):
        super().__init__()
        self.z = 1 + 2j

    def forward(self, x: Tensor) -> Tensor:
        return x * self.z


class ChangedOperators(nn.Module):
    """Operators that mean something else in files of an older version."""

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        n = torch.tensor([7, 8])
        return n / 2, torch.full((2,), 7), torch.linspace(0, 1, 5), nn.functional.gelu(x), torch.true_divide(n, 4)


class LargeFloats(nn.Module):
    def __init__(self):
        super().__init__()
        self.far = 1e16

    def forward(self, x: Tensor) -> Tuple[Tensor, float, List[float]]:
        return x * 1e15 + self.far, 12345678901234567.0, [1e11, -2e12]


class KeywordNames(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleDict({"global": nn.Linear(4, 4), "class": nn.Linear(4, 4), "from": nn.ReLU()})

    def forward(self, x: Tensor) -> Tensor:
        for branch in self.branches.values():
            x = branch(x)
        return x


class ChannelsLast(nn.Module):
    X = (2, 3, 4, 4)

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 5, 3)
        self.register_buffer("grid", torch.arange(96.0).view(2, 3, 4, 4).contiguous(memory_format=torch.channels_last))

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(x + self.grid)


def function(x: Tensor, k: int = 2) -> Tensor:
    return helper(x, k) + 1


class Autocast(nn.Module):
    """torch looks for what the context manager sets."""
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            y = self.fc(x)
        return y, self.fc(x)


class WithoutGradient(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        with torch.no_grad():
            y = self.fc(x)
        return y, y.requires_grad, self.fc(x).requires_grad


class Mode(str, enum.Enum):
    SUM = "sum"
    MEAN = "mean"


class TextOfEnum(nn.Module):
    def __init__(self):
        super().__init__()
        self.mode = Mode.MEAN

    def forward(self, x):
        return x.mean() if self.mode == "mean" else x.sum()


class GivenAttributes(nn.Module):
    def __init__(self):
        super().__init__()
        self.calls = torch.jit.Attribute(3, int)
        self.names = torch.jit.Attribute({"a": 2}, Dict[str, int])

    def forward(self, x: Tensor) -> Tensor:
        return x * self.calls + self.names["a"]


class QuantizedDynamic(nn.Module):
    def __init__(self):
        super().__init__()
        net = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3, bias=False))
        self.net = torch.ao.quantization.quantize_dynamic(net, {nn.Linear}, dtype=torch.qint8)

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


class QuantizedStatic(nn.Module):
    X = (1, 3, 8, 8)

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(torch.ao.quantization.QuantStub(), nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 2), torch.ao.quantization.DeQuantStub()).eval()
        self.net.qconfig = torch.ao.quantization.get_default_qconfig("qnnpack")
        self.net = torch.ao.quantization.prepare(torch.ao.quantization.fuse_modules(self.net, [["1", "2"]]))
        self.net(torch.rand(1, 3, 8, 8))
        self.net = torch.ao.quantization.convert(self.net)

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)
