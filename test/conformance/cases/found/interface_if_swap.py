import torch
from torch import nn, Tensor
from typing import *


@torch.jit.interface
class I(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass
class A(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x
class B(nn.Module):
    def __init__(self):
        super().__init__()
        self.seq = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
    def forward(self, x: Tensor) -> Tensor:
        return self.seq(x)
class M(nn.Module):
    a: I
    b: I
    def __init__(self):
        super().__init__()
        self.a = A()
        self.b = B()
    def forward(self, x):
        return self.a.forward(x) + self.b.forward(x)
target = M()
