import torch
from torch import Tensor, nn


class M(nn.Module):
    def __setattr__(self, name, value):
        if name == "__overloads__":
            raise TypeError("not here")
        super().__setattr__(name, value)

    def forward(self, x: Tensor):
        return x


target = M()
