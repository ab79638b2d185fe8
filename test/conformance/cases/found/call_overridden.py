# A submodule with a __call__ of its own.
from torch import nn


class N(nn.Module):
    def __call__(self, x):
        return x + 5

    def forward(self, x):
        return x


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.n = N()

    def forward(self, x):
        return self.n(x)


target = M()
