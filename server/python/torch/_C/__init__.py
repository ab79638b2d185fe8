"""What Python code of torch reaches in torch._C."""
from .._lens import core as _core
from ..overrides import has_torch_function, has_torch_function_unary, has_torch_function_variadic  # noqa: F401
from . import _nn  # noqa: F401
from .._lens.builtin import Builtin as _Builtin


def _get_tracing_state():
    return None


def _infer_size(a, b):
    return list(_core.broadcast_shapes(tuple(a), tuple(b)))


def _log_api_usage_once(*args):
    pass


_get_tracing_state.__torch_names__ = ("torch._C._get_tracing_state",)
_infer_size.__torch_names__ = ("torch._C._infer_size",)


class ScriptFunction:
    pass


class Generator:
    pass
