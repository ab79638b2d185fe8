# hasattr is False for a function attribute that does not compile.
import torch
from torch import nn


def bad(x):
    return x.foo()


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = bad

    def forward(self, x):
        if hasattr(self, "f"):
            x = self.f(x)
        return x


target = Net()
