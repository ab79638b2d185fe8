# zip of a ParameterList and a ModuleList.
import torch
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.ParameterList([nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))])
        self.l = nn.ModuleList([nn.ReLU(), nn.ReLU(), nn.ReLU()])

    def forward(self, x):
        for p, m in zip(self.p, self.l):
            x = m(x) + p
        return x


target = M()
