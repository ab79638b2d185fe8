import torch
from torch import Tensor, nn


class M(nn.Module):
    size = property(lambda self: 3)

    def forward(self, x: Tensor):
        return x


target = M()
