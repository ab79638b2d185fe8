"""Answers to torch/ao/nn/intrinsic/quantized/modules/conv_relu.py."""
import torch
import torch.nn.functional as F
from torch.ao.nn.quantized.modules import conv as _plain

_reverse_repeat_padding = _plain._reverse_repeat_padding


class ConvReLU1d(_plain.Conv1d):
    def forward(self, input):
        if len(input.shape) != 3:
            raise ValueError("a quantized convolution of this kind takes three dimensions")
        if self.padding_mode != "zeros":
            _reversed_padding_repeated_twice = _reverse_repeat_padding(self.padding[:1])
            input = F.pad(input, _reversed_padding_repeated_twice, mode=self.padding_mode)
        return torch.ops.quantized.conv1d_relu(input, self._packed_params, self.scale, self.zero_point)


class ConvReLU2d(_plain.Conv2d):
    def forward(self, input):
        if len(input.shape) != 4:
            raise ValueError("this takes four dimensions: images of several channels")
        if self.padding_mode != "zeros":
            _reversed_padding_repeated_twice = _reverse_repeat_padding(self.padding)
            input = F.pad(input, _reversed_padding_repeated_twice, mode=self.padding_mode)
        return torch.ops.quantized.conv2d_relu(input, self._packed_params, self.scale, self.zero_point)


class ConvReLU3d(_plain.Conv3d):
    def forward(self, input):
        if len(input.shape) != 5:
            raise ValueError("this takes five dimensions: volumes of several channels")
        if self.padding_mode != "zeros":
            _reversed_padding_repeated_twice = _reverse_repeat_padding(self.padding)
            input = F.pad(input, _reversed_padding_repeated_twice, mode=self.padding_mode)
        return torch.ops.quantized.conv3d_relu(input, self._packed_params, self.scale, self.zero_point)
