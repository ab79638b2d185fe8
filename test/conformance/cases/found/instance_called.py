# An object that cannot be called, called.
from torch import Tensor


class P:
    def get(self, x):
        return x


p = P()


def target(x: Tensor):
    return p(x)
