# An Enum member as a default of forward.
import enum

from torch import nn


class C(enum.Enum):
    A = 1


class M(nn.Module):
    def forward(self, x, k: C = C.A):
        return x


target = M()
