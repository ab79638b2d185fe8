import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self._k = 1
    @property
    @torch.jit.unused
    def k(self):
        return foo(self)
    @k.setter
    def k(self, v):
        self._k = v
    def forward(self, x):
        return x
target = M()
