"""Parameters and buffers; answers to torch/nn/parameter.py."""

import torch
from torch import Tensor


class _ParameterMeta(type(Tensor)):
    def __instancecheck__(cls, instance):
        return super().__instancecheck__(instance) or (isinstance(instance, Tensor) and getattr(instance, "_is_param", False) is True)


class Parameter(Tensor, metaclass=_ParameterMeta):
    """A tensor that a module registers by itself when it is assigned."""

    def __new__(cls, data=None, requires_grad=True):
        if data is None:
            data = torch.empty(0)
        made = data._as_subclass(cls) if cls is not Parameter or type(data) is not Parameter else data._as_subclass(Parameter)
        made.requires_grad = bool(requires_grad)
        return made

    def __init__(self, data=None, requires_grad=True):
        pass

    def __deepcopy__(self, memo):
        if id(self) in memo:
            return memo[id(self)]
        made = type(self)(self.data.clone(), self.requires_grad)
        memo[id(self)] = made
        return made

    def __repr__(self):
        return "Parameter containing:\n" + super().__repr__()


class Buffer(Tensor):
    def __new__(cls, data=None, *, persistent=True):
        if data is None:
            data = torch.empty(0)
        made = data._as_subclass(cls)
        made.persistent = persistent
        made._is_buffer = True
        return made

    def __init__(self, data=None, *, persistent=True):
        pass


class UninitializedTensorMixin:
    _allowed_methods = []

    def materialize(self, shape, device=None, dtype=None):
        made = torch.empty(shape, device=device or self.device, dtype=dtype or self.dtype)
        self._become(made)
        self.__class__ = self.cls_to_become

    @property
    def shape(self):
        raise RuntimeError("An uninitialized parameter has no shape: run the lazy module once first.")

    def share_memory_(self):
        raise RuntimeError("An uninitialized parameter cannot be shared.")

    def __repr__(self):
        return f"<{self.__class__.__name__}>"


def is_lazy(param):
    return isinstance(param, UninitializedTensorMixin)


class UninitializedParameter(UninitializedTensorMixin, Parameter):
    cls_to_become = Parameter

    def __new__(cls, requires_grad=True, device=None, dtype=None):
        made = torch.empty(0, device=device, dtype=dtype)._as_subclass(cls)
        made.requires_grad = requires_grad
        return made

    def __init__(self, requires_grad=True, device=None, dtype=None):
        pass


class UninitializedBuffer(UninitializedTensorMixin, Tensor):
    cls_to_become = Tensor

    def __new__(cls, requires_grad=False, device=None, dtype=None, persistent=True):
        made = torch.empty(0, device=device, dtype=dtype)._as_subclass(cls)
        made.requires_grad = requires_grad
        made.persistent = persistent
        return made

    def __init__(self, *args, **kwargs):
        pass
