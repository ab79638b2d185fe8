"""Answers to torch/ao/nn/quantized/modules/dropout.py."""
from torch import nn


class Dropout(nn.Dropout):
    def forward(self, input):
        return input

    def _get_name(self):
        return "QuantizedDropout"

    @classmethod
    def from_float(cls, mod, use_precomputed_fake_quant=False):
        return cls(mod.p, mod.inplace)
