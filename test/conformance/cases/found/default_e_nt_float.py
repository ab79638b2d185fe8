import torch
from torch import nn, Tensor
from typing import *


class P(NamedTuple):
    a: Tensor
    b: float = 1
    c: bool = False
def target(x):
    return P(x)
