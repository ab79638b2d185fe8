import torch
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.size = 3
        self.closed = True

    def __setattr__(self, name, value):
        if self.__dict__.get("closed"):
            raise AttributeError(f"no {name}")
        super().__setattr__(name, value)

    def forward(self, x: Tensor):
        return x + self.size


target = M()
