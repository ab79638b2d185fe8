# A module returned by its own forward.
from torch import nn


class M(nn.Module):
    def forward(self, x):
        return self


target = M()
