import torch
from torch import nn, Tensor
from typing import *


@torch.jit.script
class C:
    def __init__(self, x: int):
        self.x = x
def target():
    a = C(1)
    return id(a) != id(None)
