# zip of a ModuleList and a shorter tuple.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleList([nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2)])

    def forward(self, x):
        for a, b in zip(self.l, (1, 2)):
            x = a(x) + b
        return x


target = M()
