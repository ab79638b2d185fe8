"""`__torch_function__` is not used by stand-in tensors."""
from ._lens.builtin import Builtin as _Builtin


def _no(*args, **kwargs):
    return False


has_torch_function = _Builtin("has_torch_function", _no, ("torch._C._has_torch_function", "torch.overrides.has_torch_function"))
has_torch_function_unary = _Builtin("has_torch_function_unary", _no, ("torch._C._has_torch_function_unary", "torch.overrides.has_torch_function_unary"))
has_torch_function_variadic = _Builtin("has_torch_function_variadic", _no, ("torch._C._has_torch_function_variadic", "torch.overrides.has_torch_function_variadic"))


def handle_torch_function(public_api, relevant_args, *args, **kwargs):
    raise NotImplementedError("__torch_function__ is not part of the stand-in torch")


def is_tensor_like(inp):
    from torch import Tensor
    return isinstance(inp, Tensor)


def wrap_torch_function(dispatcher):
    return lambda func: func
