# A key of a ModuleDict that is no literal.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.d = nn.ModuleDict({"a": nn.Linear(2, 2), "b": nn.ReLU()})

    def forward(self, x, k: str):
        return k in self.d


target = M()
