# A bound method of another module as an attribute.
from torch import Tensor, nn


class N(nn.Module):
    def forward(self, x):
        return x + 1

    def other(self, x):
        return x


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.n = N()
        self.f = self.n.other

    def forward(self, x: Tensor):
        return self.f(x)


target = M()
