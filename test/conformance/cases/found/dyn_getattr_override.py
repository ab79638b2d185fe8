import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    def __getattr__(self, name):
        if name == 'magic':
            return 3
        return super().__getattr__(name)
    def forward(self, x):
        return x * self.magic
target = M()
