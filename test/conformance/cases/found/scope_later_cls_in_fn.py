import torch
from torch import nn, Tensor
from typing import *


@torch.jit.script
def f() -> int:
    return C().x
@torch.jit.script
class C:
    def __init__(self):
        self.x = 1
target = f
