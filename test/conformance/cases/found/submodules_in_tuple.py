# A loop over a tuple of submodules.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ReLU()
        self.k = nn.Tanh()

    def forward(self, x):
        for m in (self.l, self.k):
            x = m(x)
        return x


target = M()
