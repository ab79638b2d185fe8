# A local is deleted in one branch and set in the other.
from torch import Tensor


def f(x: Tensor, n: int):
    if n > 2:
        del x
    else:
        x = x + 1
    return x


target = f
