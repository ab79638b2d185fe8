# zip of a ModuleDict's values and keys.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.d = nn.ModuleDict({"a": nn.Linear(2, 2), "b": nn.ReLU()})

    def forward(self, x):
        for a, b in zip(self.d.values(), self.d.keys()):
            x = a(x)
        return x


target = M()
