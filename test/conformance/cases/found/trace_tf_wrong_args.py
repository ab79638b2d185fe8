import torch
from torch import nn, Tensor
from typing import *


def f(x, y):
    return x + y
g = torch.jit.trace(f, (torch.ones(2), torch.ones(2)))
def target(x):
    return g(x)
