"""Pruning by mask; answers to torch/nn/utils/prune.py.

Which entries a method would zero is not computed: masks are all ones. Names,
shapes, hooks and `remove` are torch's, and only those reach a script.
"""

import torch

from ..parameter import Parameter


class BasePruningMethod:
    _tensor_name: str
    PRUNING_TYPE = "unstructured"

    def __init__(self, *args, **kwargs):
        self._arguments = (args, kwargs)

    def __call__(self, module, inputs):
        setattr(module, self._tensor_name, self.apply_mask(module))

    def compute_mask(self, t, default_mask):
        return default_mask

    def apply_mask(self, module):
        mask = getattr(module, self._tensor_name + "_mask")
        original = getattr(module, self._tensor_name + "_orig")
        return mask.to(dtype=original.dtype) * original

    @classmethod
    def apply(cls, module, name, *args, importance_scores=None, **kwargs):
        method = cls(*args, **kwargs)
        method._tensor_name = name
        for key, hook in list(module._forward_pre_hooks.items()):
            if isinstance(hook, BasePruningMethod) and hook._tensor_name == name:
                container = hook if isinstance(hook, PruningContainer) else PruningContainer(hook)
                container.add_pruning_method(method)
                del module._forward_pre_hooks[key]
                method = container
        original = getattr(module, name)
        if not hasattr(module, name + "_orig"):
            if isinstance(original, Parameter):
                module.register_parameter(name + "_orig", original)
                del module._parameters[name]
            mask = torch.ones_like(original)
        else:
            original = getattr(module, name + "_orig")
            mask = getattr(module, name + "_mask")
        module.register_buffer(name + "_mask", method.compute_mask(original, mask))
        setattr(module, name, method.apply_mask(module))
        module.register_forward_pre_hook(method)
        return method

    def prune(self, t, default_mask=None, importance_scores=None):
        default_mask = torch.ones_like(t) if default_mask is None else default_mask
        return t * self.compute_mask(t, default_mask)

    def remove(self, module) -> None:
        name = self._tensor_name
        original = module._parameters.pop(name + "_orig")
        original.data = self.apply_mask_to(original, module._buffers.pop(name + "_mask")).detach()
        if name in module.__dict__:
            delattr(module, name)
        setattr(module, name, original)

    @staticmethod
    def apply_mask_to(original, mask):
        return mask.to(dtype=original.dtype) * original


class PruningContainer(BasePruningMethod):
    def __init__(self, *args) -> None:
        self._pruning_methods = tuple(args)
        if args:
            self._tensor_name = args[0]._tensor_name

    def add_pruning_method(self, method) -> None:
        self._pruning_methods += (method,)

    def __len__(self) -> int:
        return len(self._pruning_methods)

    def __iter__(self):
        return iter(self._pruning_methods)

    def __getitem__(self, idx):
        return self._pruning_methods[idx]


class Identity(BasePruningMethod):
    pass


def _checked(amount):
    """A share of the entries, or how many."""
    if not isinstance(amount, (int, float)):
        raise TypeError(f"Invalid type for amount: {amount}. Must be int or float.")
    if isinstance(amount, int) and amount < 0 or isinstance(amount, float) and not 0.0 <= amount <= 1.0:
        raise ValueError(f"amount={amount} should either be a float in the range [0, 1] or a non-negative integer")


class RandomUnstructured(BasePruningMethod):
    def __init__(self, amount, *args, **kwargs):
        _checked(amount)
        super().__init__(amount, *args, **kwargs)


class L1Unstructured(RandomUnstructured):
    pass


class RandomStructured(RandomUnstructured):
    PRUNING_TYPE = "structured"


class LnStructured(RandomUnstructured):
    PRUNING_TYPE = "structured"


class CustomFromMask(BasePruningMethod):
    PRUNING_TYPE = "global"

    def __init__(self, mask) -> None:
        self.mask = mask

    def compute_mask(self, t, default_mask):
        return default_mask * self.mask.to(dtype=default_mask.dtype)


def identity(module, name):
    Identity.apply(module, name)
    return module


def random_unstructured(module, name, amount):
    RandomUnstructured.apply(module, name, amount)
    return module


def l1_unstructured(module, name, amount, importance_scores=None):
    L1Unstructured.apply(module, name, amount, importance_scores=importance_scores)
    return module


def random_structured(module, name, amount, dim):
    RandomStructured.apply(module, name, amount, dim)
    return module


def ln_structured(module, name, amount, n, dim, importance_scores=None):
    LnStructured.apply(module, name, amount, n, dim, importance_scores=importance_scores)
    return module


def global_unstructured(parameters, pruning_method, importance_scores=None, **kwargs) -> None:
    for module, name in parameters:
        pruning_method.apply(module, name, **kwargs)


def custom_from_mask(module, name, mask):
    CustomFromMask.apply(module, name, mask)
    return module


def remove(module, name):
    for key, hook in module._forward_pre_hooks.items():
        if isinstance(hook, BasePruningMethod) and hook._tensor_name == name:
            hook.remove(module)
            del module._forward_pre_hooks[key]
            return module
    raise ValueError(f"the parameter {name} of {type(module).__name__} is not pruned")


def is_pruned(module) -> bool:
    return any(
        isinstance(hook, BasePruningMethod)
        for _, child in module.named_modules()
        for hook in child._forward_pre_hooks.values()
    )
