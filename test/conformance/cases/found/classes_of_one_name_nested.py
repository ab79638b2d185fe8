import torch
from torch import nn, Tensor


class Encoder:
    class Options:
        def __init__(self, width: int):
            self.width = width


class Decoder:
    class Options:
        def __init__(self, name: str, width: int):
            self.name = name
            self.width = width


class M(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        a = Encoder.Options(3)
        b = Decoder.Options("decoder", 4)
        return x * a.width * b.width


target = M()
