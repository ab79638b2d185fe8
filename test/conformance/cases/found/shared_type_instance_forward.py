# Two modules of one class, one with another forward.
from torch import nn


class N(nn.Module):
    def forward(self, x):
        return x

    def fused(self, x):
        return x + 1


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = N()
        self.b = N()
        self.b.forward = self.b.fused

    def forward(self, x):
        return self.a(x) + self.b(x)


target = M()
