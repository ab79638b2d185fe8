"""Parameters computed from others; answers to torch/nn/utils/parametrize.py.

TorchScript rejects a parametrized module: the injected property raises there.
"""

import copyreg
from contextlib import contextmanager
from copy import deepcopy

import torch
from torch import Tensor

from ..modules.container import ModuleDict, ModuleList
from ..modules.module import Module
from ..parameter import Parameter

__all__ = [
    "cached",
    "ParametrizationList",
    "register_parametrization",
    "is_parametrized",
    "remove_parametrizations",
    "type_before_parametrizations",
    "transfer_parametrizations_and_params",
]

_cache_enabled = 0
_cache = {}


@contextmanager
def cached():
    global _cache_enabled
    _cache_enabled += 1
    try:
        yield
    finally:
        _cache_enabled -= 1
        if not _cache_enabled:
            _cache.clear()


def _register_parameter_or_buffer(module, name, X):
    (module.register_parameter if isinstance(X, Parameter) else module.register_buffer)(name, X)


def _through_inverses(parametrizations, value):
    """The tensors from which the parametrizations compute `value`."""
    for module in reversed(parametrizations):
        if hasattr(module, "right_inverse"):
            try:
                value = module.right_inverse(value)
            except NotImplementedError:
                pass
    return value


def _check_same(what, given, wanted):
    if not isinstance(given, Tensor):
        raise ValueError(f"{what} gives a {type(given).__name__}, not a tensor")
    for name in ("dtype", "shape"):
        if getattr(given, name) != getattr(wanted, name):
            raise ValueError(
                f"{what} changes the {name} from {getattr(wanted, name)} to {getattr(given, name)}; "
                "unsafe=True would allow it"
            )


class ParametrizationList(ModuleList):
    original: Tensor
    unsafe: bool

    def __init__(self, modules, original, unsafe: bool = False) -> None:
        if len(modules) == 0:
            raise ValueError("a parametrization list holds at least one parametrization")
        super().__init__(modules)
        self.unsafe = unsafe
        with torch.no_grad():
            new = _through_inverses(self, original)
        if not isinstance(new, (Tensor, list, tuple)):
            raise ValueError(f"right_inverse gives a tensor or a sequence of tensors, not a {type(new).__name__}")
        self.is_tensor = isinstance(new, Tensor)
        self.ntensors = 1 if self.is_tensor else len(new)
        if self.is_tensor:
            if new is not original:
                with torch.no_grad():
                    original.data = new.detach() if new.dtype == original.dtype else new
            _register_parameter_or_buffer(self, "original", original)
        else:
            for i, part in enumerate(new):
                if isinstance(original, Parameter):
                    part = Parameter(part, original.requires_grad)
                _register_parameter_or_buffer(self, f"original{i}", part)
        if not unsafe:
            _check_same("the parametrization", self(), original if self.is_tensor else self())

    def right_inverse(self, value: Tensor) -> None:
        with torch.no_grad():
            for module in reversed(self):
                if not hasattr(module, "right_inverse"):
                    raise RuntimeError(f"{type(module).__name__} has no right_inverse, so it cannot be assigned to")
                value = module.right_inverse(value)
            parts = [value] if self.is_tensor else list(value)
            if len(parts) != self.ntensors:
                raise ValueError(f"right_inverse gave {len(parts)} tensors instead of {self.ntensors}")
            for name, part in zip(self._originals(), parts):
                getattr(self, name).data = part.detach()

    def _originals(self):
        return ["original"] if self.is_tensor else [f"original{i}" for i in range(self.ntensors)]

    def forward(self) -> Tensor:
        if torch.jit.is_scripting():
            raise RuntimeError("a parametrization cannot be scripted")
        value = None
        for number, parametrization in enumerate(self):
            if number == 0:
                value = parametrization(*[getattr(self, name) for name in self._originals()])
            else:
                value = parametrization(value)
        return value


def _inject_new_class(module):
    """Gives the module a class of its own, to hold the properties."""
    cls = type(module)

    def default_deepcopy(self, memo):
        replica = self.__new__(type(self))
        memo[id(self)] = replica
        replica.__dict__ = deepcopy(self.__dict__, memo)
        for slot in copyreg._slotnames(type(self)):
            if hasattr(self, slot):
                setattr(replica, slot, deepcopy(getattr(self, slot), memo))
        return replica

    def getstate(self):
        raise RuntimeError("a parametrized module is saved by its state_dict()")

    members = {"__getstate__": getstate}
    if not hasattr(cls, "__deepcopy__"):
        members["__deepcopy__"] = default_deepcopy
    module.__class__ = type(f"Parametrized{cls.__name__}", (cls,), members)


def _inject_property(module, tensor_name):
    @torch.jit.unused
    def get_cached_parametrization(parametrization) -> Tensor:
        key = (id(module), tensor_name)
        if key not in _cache:
            _cache[key] = parametrization()
        return _cache[key]

    def get_parametrized(self) -> Tensor:
        if torch.jit.is_scripting():
            raise RuntimeError("a parametrization cannot be scripted")
        parametrization = self.parametrizations[tensor_name]
        if _cache_enabled:
            return get_cached_parametrization(parametrization)
        else:
            return parametrization()

    def set_original(self, value: Tensor) -> None:
        if torch.jit.is_scripting():
            raise RuntimeError("a parametrization cannot be scripted")
        self.parametrizations[tensor_name].right_inverse(value)

    setattr(type(module), tensor_name, property(get_parametrized, set_original))


def register_parametrization(module, tensor_name: str, parametrization, *, unsafe: bool = False):
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        if not unsafe:
            value = getattr(module, tensor_name)
            _check_same("the parametrization", parametrization(value), value)
        module.parametrizations[tensor_name].append(parametrization)
        module.parametrizations[tensor_name].unsafe |= unsafe
    elif tensor_name in module._buffers or tensor_name in module._parameters:
        parametrizations = ParametrizationList([parametrization], getattr(module, tensor_name), unsafe=unsafe)
        delattr(module, tensor_name)
        if not is_parametrized(module):
            _inject_new_class(module)
            module.parametrizations = ModuleDict()
        _inject_property(module, tensor_name)
        module.parametrizations[tensor_name] = parametrizations
    else:
        raise ValueError(f"{type(module).__name__} has no parameter or buffer {tensor_name}")
    return module


def is_parametrized(module, tensor_name=None) -> bool:
    parametrizations = getattr(module, "parametrizations", None)
    if not isinstance(parametrizations, ModuleDict):
        return False
    return len(parametrizations) > 0 if tensor_name is None else tensor_name in parametrizations


def remove_parametrizations(module, tensor_name: str, leave_parametrized: bool = True):
    if not is_parametrized(module, tensor_name):
        raise ValueError(f"{tensor_name} of {type(module).__name__} has no parametrization")
    parametrizations = module.parametrizations[tensor_name]
    if parametrizations.is_tensor:
        original = parametrizations.original
        if leave_parametrized:
            original.data = getattr(module, tensor_name).detach()
    elif leave_parametrized:
        value = getattr(module, tensor_name)
        original = Parameter(value.detach()) if value.requires_grad else value
    else:
        raise ValueError("a parametrization of several tensors can only be left as it is")
    delattr(type(module), tensor_name)
    del module.parametrizations[tensor_name]
    _register_parameter_or_buffer(module, tensor_name, original)
    if not is_parametrized(module):
        delattr(module, "parametrizations")
        module.__class__ = type(module).__bases__[0]
    return module


def type_before_parametrizations(module) -> type:
    return type(module).__bases__[0] if is_parametrized(module) else type(module)


def transfer_parametrizations_and_params(from_module, to_module, tensor_name=None):
    if not is_parametrized(from_module):
        return to_module
    for name in from_module.parametrizations if tensor_name is None else [tensor_name]:
        source = from_module.parametrizations[name]
        if not hasattr(to_module, name):
            setattr(to_module, name, Parameter(getattr(from_module, name)))
        for parametrization in source:
            register_parametrization(to_module, name, parametrization)
        for original in source._originals():
            setattr(to_module.parametrizations[name], original, getattr(source, original))
    return to_module
