import torch
from torch import nn, Tensor
from typing import *


def target(x, b: int = torch.tensor(2)):
    return x * b
