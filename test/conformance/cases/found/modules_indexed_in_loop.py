# A ModuleList indexed by the counter of a loop over another.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleList([nn.ReLU(), nn.Tanh()])
        self.m = nn.ModuleList([nn.ReLU(), nn.Tanh()])

    def forward(self, x):
        for i, a in enumerate(self.l):
            x = self.m[i](a(x))
        return x


target = M()
