# A module class called in forward, one of it being compiled.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.r = nn.ReLU()

    def forward(self, x):
        return nn.ReLU()(self.r(x))


target = M()
