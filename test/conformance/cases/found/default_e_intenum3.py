import torch
from torch import nn, Tensor
from typing import *


from enum import IntEnum
class E(IntEnum):
    A = 1
def target(x, e: float = E.A, b: bool = E.A):
    return x
