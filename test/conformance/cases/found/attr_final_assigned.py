# An assignment to a Final attribute.
import torch
from torch import Tensor, nn


class M(nn.Module):
    c: torch.jit.Final[int]

    def __init__(self):
        super().__init__()
        self.c = 7

    def forward(self, x: Tensor):
        self.c = 8
        return x


target = M()
