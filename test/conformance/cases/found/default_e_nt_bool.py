import torch
from torch import nn, Tensor
from typing import *


class P(NamedTuple):
    a: Tensor
    b: bool = 1
def target(x):
    return P(x)
