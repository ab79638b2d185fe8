import torch
from torch import nn, Tensor
from typing import *


def target(x, p: Tuple[float, float] = (True, 2.0)):
    return x
