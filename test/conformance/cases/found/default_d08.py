import torch
from torch import nn, Tensor
from typing import *


def target(x, p: int = True):
    return x
