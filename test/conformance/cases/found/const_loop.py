# A trip count that is computed from constants.
from torch import Tensor


def f(x: Tensor):
    k = 3
    for i in range(k * 2):
        x = x + i * k
    return x


target = f
