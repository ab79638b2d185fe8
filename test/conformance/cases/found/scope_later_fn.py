import torch
from torch import nn, Tensor
from typing import *


@torch.jit.script
def f(x):
    return g(x)
def g(x):
    return x
target = f
