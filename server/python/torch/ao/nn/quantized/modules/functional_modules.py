"""Operations as modules, for quantization; answers to torch/ao/nn/quantized/modules/functional_modules.py."""
from typing import List

import torch
from torch import Tensor
from torch.nn import _target as _at

from .utils import Scaled, qparams_of

__all__ = ["FloatFunctional", "FXFloatFunctional", "QFunctional"]


class FloatFunctional(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.activation_post_process = torch.nn.Identity()

    def forward(self, x):
        raise RuntimeError("FloatFunctional has no forward: " + "call add, mul, cat and the like")

    def add(self, x: Tensor, y: Tensor) -> Tensor:
        r = torch.add(x, y)
        r = self.activation_post_process(r)
        return r

    def add_scalar(self, x: Tensor, y: float) -> Tensor:
        r = torch.add(x, y)
        return r

    def mul(self, x: Tensor, y: Tensor) -> Tensor:
        r = torch.mul(x, y)
        r = self.activation_post_process(r)
        return r

    def mul_scalar(self, x: Tensor, y: float) -> Tensor:
        r = torch.mul(x, y)
        return r

    def cat(self, x: List[Tensor], dim: int = 0) -> Tensor:
        r = torch.cat(x, dim=dim)
        r = self.activation_post_process(r)
        return r

    def add_relu(self, x: Tensor, y: Tensor) -> Tensor:
        r = torch.add(x, y)
        r = torch.nn.functional.relu(r)
        r = self.activation_post_process(r)
        return r

    if _at.v2_6:
        def matmul(self, x: Tensor, y: Tensor) -> Tensor:
            r = torch.matmul(x, y)
            r = self.activation_post_process(r)
            return r


class FXFloatFunctional(torch.nn.Module):
    def forward(self, x):
        raise RuntimeError("FXFloatFunctional has no forward: " + "call add, mul, cat and the like")

    def add(self, x: Tensor, y: Tensor) -> Tensor:
        r = torch.add(x, y)
        return r

    def add_scalar(self, x: Tensor, y: float) -> Tensor:
        r = torch.add(x, y)
        return r

    def mul(self, x: Tensor, y: Tensor) -> Tensor:
        r = torch.mul(x, y)
        return r

    def mul_scalar(self, x: Tensor, y: float) -> Tensor:
        r = torch.mul(x, y)
        return r

    def cat(self, x: List[Tensor], dim: int = 0) -> Tensor:
        r = torch.cat(x, dim=dim)
        return r

    def add_relu(self, x: Tensor, y: Tensor) -> Tensor:
        r = torch.add(x, y)
        r = torch.nn.functional.relu(r)
        return r

    if _at.v2_6:
        def matmul(self, x: Tensor, y: Tensor) -> Tensor:
            r = torch.matmul(x, y)
            return r


class QFunctional(Scaled):
    def __init__(self) -> None:
        super().__init__()
        self.scale = 1.0
        self.zero_point = 0
        self.activation_post_process = torch.nn.Identity()

    def _get_name(self):
        return "QFunctional"

    def forward(self, x):
        raise RuntimeError("QFunctional has no forward: " + "call add, mul, cat and the like")

    def add(self, x: Tensor, y: Tensor) -> Tensor:
        r = torch.ops.quantized.add(x, y, scale=self.scale, zero_point=self.zero_point)
        r = self.activation_post_process(r)
        return r

    def add_scalar(self, x: Tensor, y: float) -> Tensor:
        r = torch.ops.quantized.add_scalar(x, y)
        return r

    def mul(self, x: Tensor, y: Tensor) -> Tensor:
        r = torch.ops.quantized.mul(x, y, scale=self.scale, zero_point=self.zero_point)
        r = self.activation_post_process(r)
        return r

    def mul_scalar(self, x: Tensor, y: float) -> Tensor:
        r = torch.ops.quantized.mul_scalar(x, y)
        return r

    def cat(self, x: List[Tensor], dim: int = 0) -> Tensor:
        r = torch.ops.quantized.cat(x, scale=self.scale, zero_point=self.zero_point, dim=dim)
        r = self.activation_post_process(r)
        return r

    def add_relu(self, x: Tensor, y: Tensor) -> Tensor:
        r = torch.ops.quantized.add_relu(x, y, scale=self.scale, zero_point=self.zero_point)
        r = self.activation_post_process(r)
        return r

    if _at.v2_6:
        def matmul(self, x: Tensor, y: Tensor) -> Tensor:
            r = torch.ops.quantized.matmul(x, y, scale=self.scale, zero_point=self.zero_point)
            return r

    @classmethod
    def from_float(cls, mod, use_precomputed_fake_quant=False):
        made = QFunctional()
        made.scale, made.zero_point = qparams_of(mod.activation_post_process)
        return made
