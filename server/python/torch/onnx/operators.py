"""Operators that take and give sizes as tensors; aliases of torch's own since 2.6. The rest has names only."""
import torch
from torch.nn import _target as _at


if _at.v2_6:
    shape_as_tensor = torch._shape_as_tensor
    reshape_from_tensor_shape = torch._reshape_from_tensor
else:
    def shape_as_tensor(x):
        return torch._shape_as_tensor(x)

    def reshape_from_tensor_shape(x, shape):
        return torch._reshape_from_tensor(x, shape)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)

    def symbolic(*args, **kwargs):
        return (lambda f: f) if not args or not callable(args[0]) else args[0]
    return symbolic
