"""Operators of torch.fft."""
from ._lens.builtin import fill as _fill
from ._tensor import implementation as _implementation

_fill(globals(), "torch.fft", ("B",), lambda name: _implementation("fft_" + name) or _implementation(name), lambda name: ("torch.fft." + name, "torch._C._fft.fft_" + name))
