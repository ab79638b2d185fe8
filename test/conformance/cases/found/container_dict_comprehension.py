# A dict comprehension over a ModuleDict.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.d = nn.ModuleDict({"a": nn.Linear(2, 2), "b": nn.ReLU()})

    def forward(self, x):
        return {k: m(x) for k, m in self.d.items()}


target = M()
