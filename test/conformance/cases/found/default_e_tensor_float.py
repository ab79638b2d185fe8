import torch
from torch import nn, Tensor
from typing import *


def target(x, b: float = torch.tensor(2.0)):
    return x * b
