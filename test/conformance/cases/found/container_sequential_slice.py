# A slice of a Sequential, called.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.s = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2))

    def forward(self, x):
        return self.s[:2](x)


target = M()
