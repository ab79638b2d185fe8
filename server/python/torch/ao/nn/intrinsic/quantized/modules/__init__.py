"""Answers to torch/ao/nn/intrinsic/quantized/modules/__init__.py."""
import torch

from .bn_relu import BNReLU2d, BNReLU3d
from .conv_relu import ConvReLU1d, ConvReLU2d, ConvReLU3d
from .linear_relu import LinearReLU

__all__ = ["BNReLU2d", "BNReLU3d", "ConvReLU1d", "ConvReLU2d", "ConvReLU3d", "LinearReLU"]

if torch._lens_version < (2, 0):  # they moved
    for _cls in (BNReLU2d, BNReLU3d, ConvReLU1d, ConvReLU2d, ConvReLU3d, LinearReLU):
        _cls.__module__ = _cls.__module__.replace("torch.ao.", "torch.")
