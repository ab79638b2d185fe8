import torch
from torch import Tensor, nn


class Checked:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.__dict__[self.name]

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value


class M(nn.Module):
    size = Checked()

    def __init__(self):
        super().__init__()
        self.size = 3

    def forward(self, x: Tensor):
        return x


target = M()
