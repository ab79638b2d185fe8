import torch
from torch import nn, Tensor
from typing import *


@torch.jit.script
def f(x):
    return x * 2
class M(nn.Module):
    helper = f
    def forward(self, x):
        return self.helper(x)
target = M()
