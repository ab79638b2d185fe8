# A submodule passed to a function.
from torch import nn


def use(m: nn.ReLU, x):
    return m(x)


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ReLU()

    def forward(self, x):
        return use(self.l, x)


target = M()
