"""Operators behind Python-level functions of the same names; answers to torch/_VF.py."""
from ._lens.builtin import Builtin as _Builtin, not_built as _not_built
from ._lens.elementwise import OPS as _OPS
from ._lens.names import NAMES as _NAMES

for _entry in _NAMES["torch._VF"]["B"].split():
    _name = _entry.partition("*")[0]
    globals()[_name] = _Builtin(_name, _OPS.get(_name) or _not_built("torch._VF." + _name), ("torch._VF." + _name,))
