"""Weight initialisation; answers to torch/nn/init.py.

A model's graph never depends on the drawn numbers: of a large tensor it is only
noted how it was drawn, and only tensors below `_DRAW_UP_TO` elements get values
where that means work.
"""

import functools
import math
import warnings
from typing import Optional

import torch
from torch import Tensor
from torch._lens.create import trunc_normal

_DRAW_UP_TO = 4096


def _worth_drawing(tensor):
    return tensor.numel() <= _DRAW_UP_TO


def _no_grad_uniform_(tensor, a, b, generator=None):
    with torch.no_grad():
        return tensor.uniform_(a, b, generator=generator)


def _no_grad_normal_(tensor, mean, std, generator=None):
    with torch.no_grad():
        return tensor.normal_(mean, std, generator=generator)


def _no_grad_trunc_normal_(tensor, mean, std, a, b, generator=None):
    if mean < a - 2 * std or mean > b + 2 * std:
        warnings.warn("trunc_normal_: the mean lies more than two deviations outside [a, b]", stacklevel=2)
    with torch.no_grad():
        return trunc_normal(tensor, mean, std, a, b, generator)


def _no_grad_fill_(tensor, val):
    with torch.no_grad():
        return tensor.fill_(val)


def _no_grad_zero_(tensor):
    with torch.no_grad():
        return tensor.zero_()


for _function in (_no_grad_fill_, _no_grad_normal_, _no_grad_uniform_, _no_grad_zero_):
    _function.__torch_names__ = (f"torch.nn.init.{_function.__name__}",)
del _function

_GAIN_ONE = {
    "linear", "sigmoid", "conv1d", "conv2d", "conv3d",
    "conv_transpose1d", "conv_transpose2d", "conv_transpose3d",
}


def calculate_gain(nonlinearity, param=None):
    """The factor a nonlinearity asks of its weights' deviation."""
    if nonlinearity in _GAIN_ONE:
        return 1
    if nonlinearity == "tanh":
        return 5.0 / 3
    if nonlinearity == "relu":
        return math.sqrt(2.0)
    if nonlinearity == "selu":
        return 0.75
    if nonlinearity != "leaky_relu":
        raise ValueError(f"no gain is known for the nonlinearity {nonlinearity}")
    slope = 0.01 if param is None else param
    if isinstance(slope, bool) or not isinstance(slope, (int, float)):
        raise ValueError(f"leaky_relu needs a number as its slope, not {param}")
    return math.sqrt(2.0 / (1 + slope**2))


def uniform_(tensor: Tensor, a: float = 0.0, b: float = 1.0, generator: Optional[torch.Generator] = None) -> Tensor:
    return _no_grad_uniform_(tensor, a, b, generator)


def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0, generator: Optional[torch.Generator] = None) -> Tensor:
    return _no_grad_normal_(tensor, mean, std, generator)


def trunc_normal_(
    tensor: Tensor, mean: float = 0.0, std: float = 1.0, a: float = -2.0, b: float = 2.0, generator=None
) -> Tensor:
    return _no_grad_trunc_normal_(tensor, mean, std, a, b, generator)


def constant_(tensor: Tensor, val: float) -> Tensor:
    return _no_grad_fill_(tensor, val)


def ones_(tensor: Tensor) -> Tensor:
    return _no_grad_fill_(tensor, 1.0)


def zeros_(tensor: Tensor) -> Tensor:
    return _no_grad_zero_(tensor)


def eye_(tensor):
    if tensor.ndimension() != 2:
        raise ValueError(f"eye_ fills matrices, this tensor has {tensor.dim()} dimensions")
    with torch.no_grad():
        tensor.zero_()
        if _worth_drawing(tensor):
            for i in range(min(tensor.shape)):
                tensor[i, i] = 1
    return tensor


def dirac_(tensor, groups=1):
    rank = tensor.ndimension()
    if rank not in (3, 4, 5):
        raise ValueError(f"dirac_ fills convolution weights of 3 to 5 dimensions, not {rank}")
    if tensor.size(0) % groups:
        raise ValueError(f"{tensor.size(0)} output channels do not split into {groups} groups")
    per_group = tensor.size(0) // groups
    centre = tuple(size // 2 for size in tensor.shape[2:])
    with torch.no_grad():
        tensor.zero_()
        if _worth_drawing(tensor):
            for group in range(groups):
                for channel in range(min(per_group, tensor.size(1))):
                    tensor[(group * per_group + channel, channel, *centre)] = 1
    return tensor


def _calculate_fan_in_and_fan_out(tensor):
    if tensor.dim() < 2:
        raise ValueError("fan in and fan out need a tensor of two or more dimensions")
    field = 1
    for size in tensor.shape[2:]:
        field *= size
    return tensor.size(1) * field, tensor.size(0) * field


def _calculate_correct_fan(tensor, mode):
    fans = dict(zip(("fan_in", "fan_out"), _calculate_fan_in_and_fan_out(tensor)))
    if mode.lower() not in fans:
        raise ValueError(f"mode is fan_in or fan_out, not {mode.lower()}")
    return fans[mode.lower()]


def _xavier_std(tensor: Tensor, gain: float) -> float:
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    return gain * math.sqrt(2.0 / float(fan_in + fan_out))


def xavier_uniform_(tensor: Tensor, gain: float = 1.0, generator: Optional[torch.Generator] = None) -> Tensor:
    bound = math.sqrt(3.0) * _xavier_std(tensor, gain)
    return _no_grad_uniform_(tensor, -bound, bound, generator)


def xavier_normal_(tensor: Tensor, gain: float = 1.0, generator: Optional[torch.Generator] = None) -> Tensor:
    return _no_grad_normal_(tensor, 0.0, _xavier_std(tensor, gain), generator)


if getattr(torch, "_lens_version", (2, 14)) < (2, 0):
    # compiled in models at times, and 1.13 knows no generators

    def uniform_(tensor: Tensor, a: float = 0.0, b: float = 1.0) -> Tensor:
        return _no_grad_uniform_(tensor, a, b)

    def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0) -> Tensor:
        return _no_grad_normal_(tensor, mean, std)

    def xavier_uniform_(tensor: Tensor, gain: float = 1.0) -> Tensor:
        bound = math.sqrt(3.0) * _xavier_std(tensor, gain)
        return _no_grad_uniform_(tensor, -bound, bound)

    def xavier_normal_(tensor: Tensor, gain: float = 1.0) -> Tensor:
        return _no_grad_normal_(tensor, 0.0, _xavier_std(tensor, gain))


def _kaiming_std(tensor, a, mode, nonlinearity):
    """None for a tensor without elements, which is left alone."""
    if 0 in tensor.shape:
        warnings.warn("a tensor without elements has nothing to initialise", stacklevel=3)
        return None
    return calculate_gain(nonlinearity, a) / math.sqrt(_calculate_correct_fan(tensor, mode))


def kaiming_uniform_(
    tensor: Tensor, a: float = 0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", generator=None
):
    std = _kaiming_std(tensor, a, mode, nonlinearity)
    if std is None:
        return tensor
    bound = math.sqrt(3.0) * std
    return _no_grad_uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(
    tensor: Tensor, a: float = 0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", generator=None
):
    std = _kaiming_std(tensor, a, mode, nonlinearity)
    return tensor if std is None else _no_grad_normal_(tensor, 0, std, generator)


def orthogonal_(tensor, gain=1, generator=None):
    """Only the shape rules of the real function: no decomposition is computed."""
    if tensor.ndimension() < 2:
        raise ValueError("orthogonal_ needs a tensor of two or more dimensions")
    if tensor.numel() == 0:
        return tensor
    return _no_grad_normal_(tensor, 0.0, gain / math.sqrt(max(1, tensor.numel() // tensor.size(0))), generator)


def sparse_(tensor, sparsity, std=0.01, generator=None):
    if tensor.ndimension() != 2:
        raise ValueError(f"sparse_ fills matrices, this tensor has {tensor.dim()} dimensions")
    return _no_grad_normal_(tensor, 0.0, std, generator)


def _make_deprecate(meth):
    old_name = meth.__name__[:-1]

    @functools.wraps(meth)
    def deprecated_init(*args, **kwargs):
        warnings.warn(f"nn.init.{old_name} is the old name of nn.init.{meth.__name__}", stacklevel=2)
        return meth(*args, **kwargs)

    deprecated_init.__name__ = old_name
    return deprecated_init


uniform = _make_deprecate(uniform_)
normal = _make_deprecate(normal_)
constant = _make_deprecate(constant_)
eye = _make_deprecate(eye_)
dirac = _make_deprecate(dirac_)
xavier_uniform = _make_deprecate(xavier_uniform_)
xavier_normal = _make_deprecate(xavier_normal_)
kaiming_uniform = _make_deprecate(kaiming_uniform_)
kaiming_normal = _make_deprecate(kaiming_normal_)
orthogonal = _make_deprecate(orthogonal_)
sparse = _make_deprecate(sparse_)
