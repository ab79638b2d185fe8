import torch
from torch import nn, Tensor
from typing import *


def target(x, p: Optional[float] = True):
    return x
