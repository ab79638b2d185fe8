import torch
from torch import nn, Tensor
from typing import *


def target(x, p: bool = 1):
    return x
