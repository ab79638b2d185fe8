# Python 3.14 answers a container with the container's own annotations: what its subclass says of k and sizes is lost.
from typing import Final, List

import torch
from torch import nn


class Blocks(nn.ModuleList):
    k: Final[int]
    sizes: List[int]

    def __init__(self):
        super().__init__([nn.ReLU(), nn.Tanh()])
        self.k = 2
        self.sizes = [1, 2]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self:
            x = layer(x)
        return x * self.k + self.sizes[0]


target = Blocks()
