import torch
from torch import nn, Tensor
from typing import *


def f(x):
    return x.foo_bar_baz(
        1)
try:
    f = torch.jit.script(f)
except Exception:
    pass
class M(nn.Module):
    def forward(self, x):
        return x
target = M()
