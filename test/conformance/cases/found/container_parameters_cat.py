# torch.cat of a ParameterList.
import torch
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.ParameterList([nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))])

    def forward(self, x):
        return torch.cat(self.p)


target = M()
