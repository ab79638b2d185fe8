import torch
from torch import nn, Tensor
from typing import *


@torch.jit.script
class A:
    def __init__(self):
        self.x = 1
    def make(self) -> "B":
        return B()
@torch.jit.script
class B:
    def __init__(self):
        self.x = 1
def target():
    return A().make().x
