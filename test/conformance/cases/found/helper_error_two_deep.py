# An error in what a called function calls.
from torch import Tensor


def h(x: Tensor):
    return x + "a"


def g(x: Tensor):
    return h(x)


def f(x: Tensor):
    y = x + 1
    return g(y)


target = f
