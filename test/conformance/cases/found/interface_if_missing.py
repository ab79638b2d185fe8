import torch
from torch import nn, Tensor
from typing import *


@torch.jit.interface
class I(nn.Module):
    def run(self, x: Tensor) -> Tensor:
        pass
class A(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x
class M(nn.Module):
    i: I
    def __init__(self):
        super().__init__()
        self.i = A()
    def forward(self, x):
        return self.i.run(x)
target = M()
