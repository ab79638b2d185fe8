# A classmethod object outside of a class, called.
from torch import Tensor


@classmethod
def g(x: Tensor) -> Tensor:
    return x + 1


def f(x: Tensor):
    return g(x)


target = f
