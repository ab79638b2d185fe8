"""Operators that real torch keeps in torch._C._nn."""
from .._lens import core as _core
from .._lens.builtin import fill as _fill
from .._lens.types import of_python as _of_python, dtype as _dtype, as_device as _as_device, memory_format as _memory_format
from .._tensor import implementation as _implementation, listed as _listed

_PUBLIC = frozenset(_listed("torch.nn.functional", "B"))


def _parse_to(*args, **kwargs):
    device, dtype, non_blocking, form = kwargs.get("device"), kwargs.get("dtype"), kwargs.get("non_blocking", False), kwargs.get("memory_format")
    for arg in args:
        if isinstance(arg, _dtype) or type(arg) is type:
            dtype = arg
        elif isinstance(arg, _core.Tensor):
            device, dtype = arg.device, arg.dtype
        elif isinstance(arg, bool):
            non_blocking = arg
        elif isinstance(arg, _memory_format):
            form = arg
        elif arg is not None:
            device = arg
    return None if device is None else _as_device(device), _of_python(dtype) if type(dtype) is type else dtype, non_blocking, form


_fill(globals(), "torch._C._nn", ("B",), _implementation, lambda name: ("torch._C._nn." + name, "torch.nn.functional." + name) if name in _PUBLIC else ("torch._C._nn." + name,))
_fill(globals(), "torch.nn.functional", ("B",), _implementation, lambda name: ("torch.nn.functional." + name, "torch._C._nn." + name))
