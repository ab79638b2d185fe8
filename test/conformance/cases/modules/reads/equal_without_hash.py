import torch
from torch import Tensor, nn


class N(nn.Module):
    def __eq__(self, other):
        return isinstance(other, N)

    def forward(self, x: Tensor):
        return x + 1


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.n = N()

    def forward(self, x: Tensor):
        return self.n(x)


target = M()
