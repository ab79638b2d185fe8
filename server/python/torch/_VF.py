"""Operators behind Python-level functions of the same names; answers to torch/_VF.py."""
import torch as _torch

from ._lens.builtin import fill as _fill
from ._lens.names import NAMES as _NAMES
from ._tensor import implementation as _implementation, listed as _listed

for _name in _listed("torch._VF", "B"):
    _same = vars(_torch).get(_name)
    if hasattr(_same, "__torch_names__") and type(_same).__name__ == "builtin_function_or_method":
        globals()[_name] = _same
_fill(globals(), "torch._VF", ("B",), _implementation, lambda name: ("torch._VF." + name,))
