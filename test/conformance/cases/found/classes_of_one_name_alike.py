import torch
from torch import nn, Tensor


class Encoder:
    class Options:
        def __init__(self, width: int):
            self.width = width


class Decoder:
    class Options:
        def __init__(self, width: int):
            self.width = width * 2


class M(nn.Module):
    def forward(self, x: Tensor, o: Decoder.Options) -> Tensor:
        a = Encoder.Options(3)
        b = Decoder.Options(4)
        return x * a.width * b.width * o.width


target = M()
