import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


@torch.jit.unused
def g(x, *a):
    return x.foo
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.g = g
    def forward(self, x):
        return self.g(x)
target = M()
