import torch
from torch import nn, Tensor
from typing import *


import types
class M(nn.Module):
    def forward(self, x):
        return x * 2
def other(self, x):
    return x * 3
m = M()
m.forward = types.MethodType(other, m)
target = m
