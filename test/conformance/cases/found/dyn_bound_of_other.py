import torch
from torch import nn, Tensor
from typing import *


class A(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2))
    def run(self, x):
        return x * self.w
a = A()
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.run = a.run
    def forward(self, x):
        return self.run(x)
target = M()
