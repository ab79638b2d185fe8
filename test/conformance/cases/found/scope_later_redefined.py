import torch
from torch import nn, Tensor
from typing import *


def g(x):
    return x + 1
@torch.jit.script
def f(x: Tensor):
    return g(x)
def g(x: int):
    return x + 1
target = f
