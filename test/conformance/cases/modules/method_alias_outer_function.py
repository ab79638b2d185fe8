import torch
from torch import Tensor, nn


def outer(self, x: Tensor) -> Tensor:
    return x * self.k


class M(nn.Module):
    scaled = outer

    def __init__(self):
        super().__init__()
        self.k = 2

    def forward(self, x: Tensor) -> Tensor:
        return self.scaled(x)


target = M()
