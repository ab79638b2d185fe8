"""Operators of torch.linalg."""
from ._lens.builtin import fill as _fill
from ._tensor import implementation as _implementation

_fill(globals(), "torch.linalg", ("B",), lambda name: _implementation("linalg_" + name) or (None if name == "polar" else _implementation(name)), lambda name: ("torch.linalg." + name, "torch._C._linalg.linalg_" + name))


class LinAlgError(RuntimeError):
    pass
