import torch
from torch import nn, Tensor
from typing import *


@torch.jit.script
class A:
    def __init__(self):
        self.x = 1
    def run(self, x: int) -> int:
        return g(x)
def g(x: int) -> int:
    return x
def target():
    return A().run(1)
