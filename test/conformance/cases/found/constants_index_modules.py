# A loop over constants that index a ModuleList.
from torch import nn


class M(nn.Module):
    __constants__ = ["ks"]

    def __init__(self):
        super().__init__()
        self.ks = [0, 1]
        self.l = nn.ModuleList([nn.ReLU(), nn.Tanh()])

    def forward(self, x):
        for k in self.ks:
            x = self.l[k](x)
        return x


target = M()
