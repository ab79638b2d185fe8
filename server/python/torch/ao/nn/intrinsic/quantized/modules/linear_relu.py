"""Answers to torch/ao/nn/intrinsic/quantized/modules/linear_relu.py."""
import torch
from torch.ao.nn.quantized.modules import linear as _plain


class LinearReLU(_plain.Linear):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.ops.quantized.linear_relu(x, self._packed_params._packed_params, self.scale, self.zero_point)
