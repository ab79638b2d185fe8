import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    act = staticmethod(nn.functional.relu)
    def forward(self, x):
        return self.act(x)
target = M()
