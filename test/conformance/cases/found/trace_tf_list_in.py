import torch
from torch import nn, Tensor
from typing import *


def f(p):
    return p[0] + p[1]
g = torch.jit.trace(f, ([torch.ones(2), torch.ones(2)],))
def target(x):
    return g([x, x])
