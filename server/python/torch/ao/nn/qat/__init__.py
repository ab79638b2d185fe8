"""Layers that are trained as if they were quantized; answers to torch/ao/nn/qat/."""
import collections
import copy

import torch.nn.functional as F
from torch import nn

__all__ = ["Conv1d", "Conv2d", "Conv3d", "Linear"]


class _Trained:
    """Made of a float layer, or of the first one of a row, whose parameters it shares."""

    @classmethod
    def from_float(cls, mod, use_precomputed_fake_quant=False):
        row = list(mod) if isinstance(mod, nn.Sequential) else [mod]
        made = copy.copy(row[0])
        made.__class__ = cls
        for held in ("_parameters", "_buffers", "_modules"):
            made.__dict__[held] = dict(made.__dict__[held])
        for held in [name for name in vars(made) if "_hooks" in name]:
            made.__dict__[held] = collections.OrderedDict()
        made.training = mod.training
        made.qconfig = mod.qconfig
        for layer in row[1:]:
            if not isinstance(layer, nn.ReLU):
                made.bn = layer
        made.weight_fake_quant = mod.qconfig.weight()
        return made


class Linear(_Trained, nn.Linear):
    def forward(self, input):
        return F.linear(input, self.weight_fake_quant(self.weight), self.bias)


class Conv1d(_Trained, nn.Conv1d):
    def forward(self, input):
        return self._conv_forward(input, self.weight_fake_quant(self.weight), self.bias)


class Conv2d(_Trained, nn.Conv2d):
    def forward(self, input):
        return self._conv_forward(input, self.weight_fake_quant(self.weight), self.bias)


class Conv3d(_Trained, nn.Conv3d):
    def forward(self, input):
        return self._conv_forward(input, self.weight_fake_quant(self.weight), self.bias)
