# Equal constants of different kinds are not merged.
from torch import Tensor


def f(x: Tensor):
    a = x + 1
    b = x + 1.0
    c = x * True
    d = x - 1
    e = x + 0.0
    g = x + -0.0
    h = x + 1e-8 + 1e-08
    return a, b, c, d, e, g, h


target = f
