"""What the quantized layers of older releases call; answers to torch/ao/nn/quantized/functional.py."""
import torch
from torch import Tensor


def hardswish(input: Tensor, scale: float, zero_point: int) -> Tensor:
    if not input.is_quantized:
        raise ValueError("quantized.hardswish takes a quantized tensor")
    return torch.ops.quantized.hardswish(input, scale, zero_point)


def elu(input: Tensor, scale: float, zero_point: int, alpha: float = 1.0) -> Tensor:
    if not input.is_quantized:
        raise ValueError("quantized.elu takes a quantized tensor")
    return torch.ops.quantized.elu(input, scale, zero_point, alpha)
