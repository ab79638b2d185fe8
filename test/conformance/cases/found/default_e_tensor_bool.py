import torch
from torch import nn, Tensor
from typing import *


def target(x, b: bool = torch.tensor(True)):
    return x
