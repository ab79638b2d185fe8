import torch
from torch import nn, Tensor
from typing import *


@torch.jit.interface
class I(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass
class A(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(2, 2)
    def forward(self, x: Tensor) -> Tensor:
        return self.l(x)
class M(nn.Module):
    i: I
    def __init__(self):
        super().__init__()
        self.i = A()
    def forward(self, x):
        return self.i.forward(x)
target = M()
