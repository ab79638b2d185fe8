# A classmethod object outside of a class, under another name.
from torch import Tensor


@classmethod
def g(x: Tensor) -> Tensor:
    return x + 1


def f(x: Tensor):
    h = g
    return x


target = f
