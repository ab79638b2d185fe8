# A staticmethod object outside of a class, called.
from torch import Tensor


@staticmethod
def g(x: Tensor) -> Tensor:
    return x + 1


def f(x: Tensor):
    return g(x)


target = f
