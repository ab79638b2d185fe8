import torch
from torch import nn, Tensor
from typing import *


def make():
    class Local:
        def __init__(self, a: int):
            self.a = a
        def other(self, b: "Local") -> int:
            return b.a
    class M(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return x
        def take(self, c: Local):
            return c
    return M()
target = make()
