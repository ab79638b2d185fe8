# hasattr of all kinds of things a module has.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.ReLU()
        self.f = {1}

    def g(self, x):
        return x

    @property
    def p(self):
        return 3

    def forward(self, x):
        if hasattr(self, "a"):
            x = x + 1
        if hasattr(self, "nope"):
            x = x + "s"
        if hasattr(self, "f"):
            x = x + "s"
        if hasattr(self, "g"):
            x = x + 3
        if hasattr(self, "p"):
            x = x + 4
        if hasattr(self.a, "inplace"):
            x = x + 5
        if hasattr(self, "training"):
            x = x + 6
        if hasattr(self, "forward"):
            x = x + 7
        if hasattr(self, "__len__"):
            x = x + 8
        return x


target = M()
