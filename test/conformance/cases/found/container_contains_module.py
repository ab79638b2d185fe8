# A module looked for in a ModuleList.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleList([nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2)])

    def forward(self, x):
        return self.l[0] in self.l


target = M()
