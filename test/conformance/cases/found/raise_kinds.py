# Exceptions with no, one and two arguments.
from torch import Tensor


def f(x: Tensor, k: int):
    if k == 0:
        raise ValueError("bad")
    if k == 1:
        raise ValueError
    if k == 2:
        raise RuntimeError("bad {}".format(k))
    if k == 3:
        raise NotImplementedError(f"k is {k}")
    if k == 4:
        raise Exception("a", "b")
    if k == 5:
        raise ValueError()
    return x


target = f
