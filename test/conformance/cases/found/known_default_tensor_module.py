import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    def helper(self, x, y=torch.ones(2)):
        return x + y
    def forward(self, x):
        return self.helper(x)
target = M()
