import torch
from torch import nn, Tensor
from typing import *


class C:
    def __init__(self, a: float = 1, b: bool = 0):
        self.a = a
        self.b = b
def target(x):
    return C().a
