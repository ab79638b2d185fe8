import torch
from torch import nn, Tensor
from typing import *


class A:
    def __init__(self, x: int):
        self.x = x
B = A
class A:
    def __init__(self, x: str):
        self.y = x
def target(x: int, y: str):
    a = B(x)
    b = A(y)
    return b.y, a.x
