import torch
from torch import nn, Tensor
from typing import *


@torch.jit.script
def f(x: int) -> int:
    if x > 0:
        return f(x - 1)
    return x
target = f
