# forward made by functools.partialmethod.
import functools

from torch import nn


class M(nn.Module):
    def go(self, x, k: int):
        return x + k
    forward = functools.partialmethod(go, k=1)


target = M()
