# An item of a ModuleList in a ModuleList.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleList([nn.ModuleList([nn.ReLU()]), nn.ModuleList([nn.Tanh(), nn.Tanh()])])

    def forward(self, x):
        return self.l[1][0](x)


target = M()
