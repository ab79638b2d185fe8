# An Enum class as an attribute.
import enum

from torch import Tensor, nn


class C(enum.Enum):
    A = 1
    B = 2


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.c = C

    def forward(self, x: Tensor):
        return self.c.A.value


target = M()
