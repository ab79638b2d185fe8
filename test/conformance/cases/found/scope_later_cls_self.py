import torch
from torch import nn, Tensor
from typing import *


@torch.jit.script
class A:
    def __init__(self):
        self.x = 1
    def run(self, other: "A") -> int:
        return other.x
def target():
    return A().run(A())
