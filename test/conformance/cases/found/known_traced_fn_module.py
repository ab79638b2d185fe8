import torch
from torch import nn, Tensor
from typing import *


def f(x, y):
    return x + y
g = torch.jit.trace(f, (torch.ones(2), torch.ones(2)))
class M(nn.Module):
    def forward(self, x):
        return g(x, x)
target = M()
