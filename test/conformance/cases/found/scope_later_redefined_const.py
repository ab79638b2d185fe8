import torch
from torch import nn, Tensor
from typing import *


K = 2
@torch.jit.script
def f(x: Tensor):
    return x + K
K = "a"
target = f
