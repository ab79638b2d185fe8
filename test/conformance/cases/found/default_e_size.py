import torch
from torch import nn, Tensor
from typing import *


def target(x, e: List[int] = torch.Size([1, 2])):
    return x.view(e)
