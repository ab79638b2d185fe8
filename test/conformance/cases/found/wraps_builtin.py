# A function that says it wraps a builtin: there is no source.
import functools

from torch import Tensor


@functools.wraps(print)
def f(x: Tensor):
    return x


target = f
