import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    def helper(self, x, scale: float = True, n: int = True, flag: bool = None):
        return x * scale + n
    def forward(self, x):
        return self.helper(x)
target = M()
