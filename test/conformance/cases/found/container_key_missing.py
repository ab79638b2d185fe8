# A missing key of a ModuleDict behind a test for it.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.d = nn.ModuleDict({"a": nn.Linear(2, 2), "b": nn.ReLU()})

    def forward(self, x):
        if 'z' in self.d:
            x = self.d['z'](x)
        return x


target = M()
