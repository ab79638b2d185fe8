# Unions written with a bar.
from torch import Tensor


def f(x: Tensor | None, y: int | float | None = None):
    return x


target = f
