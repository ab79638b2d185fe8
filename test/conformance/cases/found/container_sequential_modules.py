# modules() of a Sequential.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.s = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2))

    def forward(self, x):
        for m in self.s.modules():
            x = x + 1
        return x


target = M()
