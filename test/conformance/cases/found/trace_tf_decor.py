import torch
from torch import nn, Tensor
from typing import *


@torch.jit.trace(example_inputs=None) if False else (lambda f: torch.jit.trace(f, torch.ones(2)))
def g(x):
    return x * 3
class M(nn.Module):
    def forward(self, x):
        return g(x)
target = M()
