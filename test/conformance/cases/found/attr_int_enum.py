# An IntEnum member as an attribute.
import enum

from torch import Tensor, nn


class C(enum.IntEnum):
    A = 1
    B = 2


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.c = C.A

    def forward(self, x: Tensor):
        return x + self.c


target = M()
