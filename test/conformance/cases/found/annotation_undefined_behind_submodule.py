# A forward whose annotation names a module that is not imported: the submodule's own error comes first.
from typing import List

from torch import nn


class Halves(nn.Module):
    def forward(self, x):
        return [x[:, :2], x[:, 2:]]


class Chain(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(Halves(), nn.ReLU())

    def forward(self, x: List[torch.Tensor]):
        return self.body(x)


target = Chain()
