"""Operators that real torch keeps in torch._C._nn."""
from .._lens.builtin import Builtin as _Builtin, not_built as _not_built
from .._lens.elementwise import INPLACE as _INPLACE, OPS as _OPS
from .._lens.names import NAMES as _NAMES
from .._tensor import _in_place

for _entry in (*_NAMES["torch._C._nn"]["B"].split(), "pad", "scaled_dot_product_attention", "one_hot", "avg_pool2d", "avg_pool3d", "gelu", "linear", "softplus", "log_sigmoid", "softshrink"):
    _name = _entry.partition("*")[0]
    if _name in globals():
        continue
    _fn = _OPS[_name] if _name in _OPS else _in_place(_OPS[_name[:-1]]) if _name.endswith("_") and _name[:-1] in _OPS else _not_built("torch._C._nn." + _name)
    globals()[_name] = _Builtin(_name, _fn, ("torch._C._nn." + _name, "torch.nn.functional." + _name))
