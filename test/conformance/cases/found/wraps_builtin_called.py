# A function that says it wraps a builtin, called from another.
import functools

from torch import Tensor


@functools.wraps(print)
def g(x):
    return x


def f(x: Tensor):
    return g(x)


target = f
