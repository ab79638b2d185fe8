import torch
from torch import nn, Tensor
from typing import *


def target(x, p: int = 2**70):
    return x
