# A method called by the class of a submodule.
from torch import nn


class N(nn.Module):
    def g(self, x):
        return x + 1

    def forward(self, x):
        return x


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.n = N()

    def forward(self, x):
        return N.g(self.n, self.n(x))


target = M()
