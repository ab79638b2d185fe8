"""Operators of torch.special."""
from ._lens.builtin import fill as _fill
from ._tensor import implementation as _implementation

_fill(globals(), "torch.special", ("B",), lambda name: _implementation("special_" + name) or _implementation(name), lambda name: ("torch.special." + name, "torch._C._special.special_" + name))
