# A classmethod of a module called by the class's name.
from torch import nn


class M(nn.Module):
    @classmethod
    def g(cls, x):
        return x

    def forward(self, x):
        return M.g(x)


target = M()
