import torch
from torch import nn, Tensor
from typing import *


class S(str):
    pass
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.modes = [S("abc"), "d"]
    def forward(self, x):
        return x, self.modes[0]
target = M()
