# A ParameterList indexed by a variable.
import torch
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.ParameterList([nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))])

    def forward(self, x, i: int):
        return x + self.p[i]


target = M()
