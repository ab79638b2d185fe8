# A cached_property of a module.
import functools

from torch import nn


class M(nn.Module):
    @functools.cached_property
    def k(self):
        return 3

    def forward(self, x):
        return x + self.k


target = M()
