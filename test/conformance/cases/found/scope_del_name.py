import torch
from torch import nn, Tensor
from typing import *


def g(x):
    return x
@torch.jit.script
def f(x):
    return g(x)
del g
target = f
