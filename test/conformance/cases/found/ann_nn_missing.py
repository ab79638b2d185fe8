import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    def __init__(self, cfg: Config = None):
        super().__init__()
    def forward(self, x):
        return x
target = M()
