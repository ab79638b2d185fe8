# A module class marked ignored.
import torch
from torch import nn


@torch.jit.ignore
class N(nn.Module):
    def forward(self, x):
        return {x}


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.n = N()

    def forward(self, x):
        return x


target = M()
