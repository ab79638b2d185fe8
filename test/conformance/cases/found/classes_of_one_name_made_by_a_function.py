import torch
from torch import nn, Tensor
from typing import *


def mk(k):
    if k:
        class A:
            def __init__(self, x: int):
                self.x = x
    else:
        class A:
            def __init__(self, x: str):
                self.y = x
    return A
A1 = mk(0)
A2 = mk(1)
def target(x: int, y: str):
    a = A1(y)
    b = A2(x)
    return a.y, b.x
