# A local name for submodules, changed.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ReLU()
        self.k = nn.Tanh()

    def forward(self, x):
        m = self.l
        x = m(x)
        m = self.k
        return m(x)


target = M()
