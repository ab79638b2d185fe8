import torch
from torch import Tensor, nn


class M(nn.Module):
    def forward(self, x: Tensor):
        return x + 1

    def __dir__(self):
        return list(super().__dir__()) + ["ghost"]


target = M()
