import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    helper = staticmethod(lambda x: x * 2)
    def forward(self, x):
        return self.helper(x)
target = M()
