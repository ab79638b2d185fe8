"""What Python code of torch and of users reaches in torch._C."""
from .. import fft as _f, linalg as _l, special as _s
from .._lens import UnknownName as _UnknownName, core as _core
from .._lens.builtin import Builtin as _Builtin
from .._lens.types import Generator, Size, device, dtype, finfo, iinfo, layout, memory_format, qscheme  # noqa: F401
from .._tensor import Tensor as _Tensor, _TensorMeta
from ..overrides import has_torch_function as _has_torch_function, has_torch_function_unary as _has_torch_function_unary, has_torch_function_variadic as _has_torch_function_variadic  # noqa: F401
from . import _nn  # noqa: F401
from .. import _VF as _VariableFunctions  # noqa: F401


def _space(room, source):
    import types
    made = types.ModuleType("torch._C._" + room)
    for name, value in vars(source).items():
        if type(value).__name__ == "builtin_function_or_method":
            setattr(made, f"{room}_{name}", value)
    return made


_linalg, _special, _fft = _space("linalg", _l), _space("special", _s), _space("fft", _f)
TensorBase = _TensorBase = _Tensor
_disabled_torch_function_impl = _Tensor.__torch_function__


def _builtin(name, f):
    globals()[name] = _Builtin(name, f, ("torch._C." + name,))


_builtin("_get_tracing_state", lambda: _core.Mode.tracing)
_builtin("_infer_size", lambda a, b: Size(_core.broadcast_shapes(tuple(a), tuple(b))))
_builtin("_log_api_usage_once", lambda *args: None)
_builtin("_get_cpu_capability", lambda: "DEFAULT")
_builtin("_jit_set_profiling_executor", lambda on: True)
_builtin("_jit_set_profiling_mode", lambda on: True)
_builtin("_get_privateuse1_backend_name", lambda: "privateuseone")
_builtin("_cuda_getDeviceCount", lambda: 0)
_builtin("_get_cudnn_enabled", lambda: True)
_builtin("_is_tracing", lambda: _core.Mode.tracing is not None)
_builtin("_set_grad_enabled", lambda mode: setattr(_core.Mode, "grad", bool(mode)))
_builtin("_len_torch_function_stack", lambda: 0)


class JITException(RuntimeError):
    pass


class _Nothing:
    """Classes of the compiler: for annotations and isinstance only."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError(f"torch._C.{type(self).__name__} is not part of the stand-in torch")


for _name in ("Graph", "Node", "Value", "Block", "ScriptMethod", "ScriptObject", "ScriptModule", "FunctionSchema", "Argument", "JitType", "PyTorchFileReader", "PyTorchFileWriter", "CompilationUnit", "TracingState"):
    globals()[_name] = type(_name, (_Nothing,), {"__module__": "torch._C"})


class _KeyMeta(type):
    def __getattr__(cls, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return cls(name)


class DispatchKey(metaclass=_KeyMeta):
    def __init__(self, name):
        self.name = name


def _c10d_init():
    return True


class DispatchKeySet:
    def __init__(self, *keys):
        self.keys = keys

    def __or__(self, other):
        return DispatchKeySet(*self.keys, *other.keys)


class _ExcludeDispatchKeyGuard:
    def __init__(self, keys):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


def _changed(name, graph):
    """A pass over a graph: of one that is not known nothing is known afterwards, either."""
    from ..jit import _Unread
    if not isinstance(graph, _Unread):
        raise _UnknownName(f"torch._C.{name} is not known to the stand-in torch")


def __getattr__(name):
    if name in ("ScriptFunction", "ScriptList", "ScriptDict"):
        from .. import jit
        return getattr(jit, name)
    if name.startswith("__"):
        raise AttributeError(name)
    if name.startswith(("_jit_set_", "_jit_override_", "_debug_set_")):
        return _Builtin(name, lambda *args: None, ("torch._C." + name,))
    if name.startswith("_jit_pass_"):
        return lambda graph, *args: _changed(name, graph)
    raise _UnknownName(f"torch._C.{name} is not known to the stand-in torch")
