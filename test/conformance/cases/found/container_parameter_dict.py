# values() of a ParameterDict.
import torch
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.ParameterDict({"u": nn.Parameter(torch.ones(2)), "v": nn.Parameter(torch.ones(2))})

    def forward(self, x):
        for p in self.p.values():
            x = x + p
        return x


target = M()
