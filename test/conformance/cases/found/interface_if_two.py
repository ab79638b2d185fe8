import torch
from torch import nn, Tensor
from typing import *


@torch.jit.interface
class I(nn.Module):
    def one(self, x: Tensor) -> Tensor:
        pass
    def two(self, x: Tensor) -> Tensor:
        pass
class B(nn.Module):
    def one(self, x: Tensor) -> Tensor:
        return x
    def forward(self, x):
        return x
class A(nn.Module):
    def __init__(self):
        super().__init__()
        self.b = B()
    def one(self, x: Tensor) -> Tensor:
        return self.b.one(x)
    def two(self, x: Tensor) -> Tensor:
        return x
    def forward(self, x):
        return x
class M(nn.Module):
    i: I
    def __init__(self):
        super().__init__()
        self.i = A()
    def forward(self, x):
        return self.i.two(self.i.one(x))
target = M()
