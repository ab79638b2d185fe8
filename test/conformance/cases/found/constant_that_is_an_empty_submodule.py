import torch
from torch import nn, Tensor
from typing import *

class M(nn.Module):
    __constants__ = ['p', 'c', 's', 'm']

    def __init__(self):
        super().__init__()
        self.register_parameter('p', None)
        self.register_buffer('c', None)
        self.s = None
        self.register_module('m', None)
    def forward(self, x):
        return x

target = M()
