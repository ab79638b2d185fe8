# A parameter is deleted in a branch that isinstance decides at run time.
from typing import Any


def f(x: Any):
    if isinstance(x, int):
        del x
    return 2


target = f
