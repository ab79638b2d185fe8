# A parameter is deleted in a branch.
from torch import Tensor


def f(x: Tensor, n: int):
    if n > 2:
        del x
    return 2


target = f
