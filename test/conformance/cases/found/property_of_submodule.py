# A property that gives a submodule.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleList([nn.ReLU(), nn.Tanh()])

    @property
    def first(self):
        return self.l[0]

    def forward(self, x):
        return self.first(x)


target = M()
