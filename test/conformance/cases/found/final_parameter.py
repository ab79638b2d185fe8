# Final is no type for a parameter.
from typing import Final


def f(x: Final[int]):
    return x


target = f
