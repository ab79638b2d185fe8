# A ModuleList sliced with a step.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleList([nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2)])

    def forward(self, x):
        for m in self.l[::2]:
            x = m(x)
        return x


target = M()
