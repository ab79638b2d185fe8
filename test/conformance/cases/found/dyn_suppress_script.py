import torch
from torch import nn, Tensor
from typing import *


import contextlib
def f(x):
    return [i for i in x if i]
with contextlib.suppress(Exception):
    torch.jit.script(f)
class M(nn.Module):
    def forward(self, x):
        return x
target = M()
