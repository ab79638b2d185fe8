"""Operators of torch.special."""
from ._lens.builtin import Builtin as _Builtin, not_built as _not_built
from ._lens.elementwise import OPS as _OPS
from ._lens.names import NAMES as _NAMES

for _entry in _NAMES["torch.special"]["B"].split():
    _name = _entry.partition("*")[0]
    globals()[_name] = _Builtin(_name, _OPS.get("special_" + _name) or _OPS.get(_name) or _not_built("torch.special." + _name), ("torch.special." + _name,))
