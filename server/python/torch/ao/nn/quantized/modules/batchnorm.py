"""Answers to torch/ao/nn/quantized/modules/batchnorm.py."""
import torch
from torch import nn

from .utils import qparams_of


class _BatchNorm(nn.modules.batchnorm._BatchNorm):
    def __init__(self, num_features, eps=1e-5, momentum=0.1, device=None, dtype=None):
        super().__init__(num_features, eps, momentum, True, True)
        self.register_buffer("scale", torch.tensor(1.0))
        self.register_buffer("zero_point", torch.tensor(0))

    @classmethod
    def from_float(cls, mod, use_precomputed_fake_quant=False):
        scale, zero_point = (torch.tensor([value]) for value in qparams_of(mod.activation_post_process))
        if isinstance(mod, nn.Sequential):
            mod = mod[0]
        made = cls(mod.num_features, mod.eps)
        made.weight, made.bias, made.running_mean, made.running_var = mod.weight, mod.bias, mod.running_mean, mod.running_var
        made.scale, made.zero_point = scale, zero_point
        return made


class BatchNorm2d(_BatchNorm):
    def _get_name(self):
        return "QuantizedBatchNorm2d"

    def _check_input_dim(self, input):
        if len(input.shape) != 4:
            raise ValueError("this takes four dimensions: images of several channels")

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        return torch.ops.quantized.batch_norm2d(input, self.weight, self.bias, self.running_mean, self.running_var, self.eps, self.scale, self.zero_point)


class BatchNorm3d(_BatchNorm):
    def _get_name(self):
        return "QuantizedBatchNorm3d"

    def _check_input_dim(self, input):
        if len(input.shape) != 5:
            raise ValueError("this takes four dimensions: images of several channels")

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        return torch.ops.quantized.batch_norm3d(input, self.weight, self.bias, self.running_mean, self.running_var, self.eps, self.scale, self.zero_point)
