# A submodule with __getitem__ and __len__.
from torch import nn


class N(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleList([nn.ReLU()])

    def __getitem__(self, i: int):
        return self.l[i]

    def __len__(self):
        return len(self.l)

    def forward(self, x):
        return x


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.n = N()

    def forward(self, x):
        return self.n[0](x)


target = M()
