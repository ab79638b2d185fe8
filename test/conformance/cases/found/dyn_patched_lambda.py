import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    def forward(self, x):
        return x * 2
m = M()
m.forward = lambda x: x * 3
target = m
