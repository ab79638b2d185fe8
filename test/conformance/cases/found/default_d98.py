import torch
from torch import nn, Tensor
from typing import *


def target(x, p: Union[int, float] = True):
    return x
