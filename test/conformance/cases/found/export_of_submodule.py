# An exported method of a submodule.
import torch
from torch import nn


class N(nn.Module):
    @torch.jit.export
    def g(self, x: int) -> int:
        return x

    def forward(self, x: int):
        return x


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.n = N()

    def forward(self, x: int):
        return self.n.g(x)


target = M()
