import functools
import torch
from torch import Tensor, nn


def scaled(self, by):
    return self.x * by


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.x = 3

    size = property(functools.partial(scaled, by=2))

    def forward(self, x: Tensor):
        return x


target = M()
