# A member of an Enum with tuples as values, used.
import enum

from torch import nn


class C(enum.Enum):
    A = (1, 2)


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.c = C.A

    def forward(self, x):
        if self.c == C.A:
            return x
        return x + 1


target = M()
