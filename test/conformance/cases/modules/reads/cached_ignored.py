import functools
import torch
from torch import Tensor, nn


class Sub(nn.Module):
    __jit_ignored_attributes__ = ["table"]

    @functools.cached_property
    def table(self):
        raise KeyError("no")

    def forward(self, x: Tensor):
        return x


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.sub = Sub()

    def forward(self, x: Tensor):
        return self.sub(x)


target = M()
