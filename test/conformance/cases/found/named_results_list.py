# Named results of which one is a list.
from torch import Tensor


def f(a0: Tensor):
    return a0.histogramdd((1, 2))


target = f
