# A set among the constants, used.
from torch import nn


class M(nn.Module):
    __constants__ = ["s"]

    def __init__(self):
        super().__init__()
        self.s = {1, 2}

    def forward(self, x):
        return x + len(self.s)


target = M()
