import torch
from torch import nn, Tensor
from typing import *


def f(x):
    return x, (x + 1, x)
g = torch.jit.trace(f, (torch.ones(2),))
def target(x):
    a, (b, c) = g(x)
    return b
