import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    def forward(self, x):
        return x * 2
def other(self, x):
    return x * 3 + self.training
M.forward = other
target = M()
