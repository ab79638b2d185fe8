# A script class that lacks a method of the interface that its attribute is annotated with.
import torch
from torch import nn


@torch.jit.interface
class Scheme:
    def encode(self, x: torch.Tensor) -> torch.Tensor:
        pass

    def decode(self, x: torch.Tensor) -> torch.Tensor:
        pass


@torch.jit.script
class Halving:
    def __init__(self):
        self.by = 2

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return x / self.by


class Codec(nn.Module):
    scheme: Scheme

    def __init__(self):
        super().__init__()
        self.scheme = Halving()

    def forward(self, x):
        return self.scheme.encode(x)


target = Codec()
