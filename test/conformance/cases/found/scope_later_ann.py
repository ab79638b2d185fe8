import torch
from torch import nn, Tensor
from typing import *


@torch.jit.script
def f(c: "C") -> int:
    return c.x
@torch.jit.script
class C:
    def __init__(self):
        self.x = 1
target = f
