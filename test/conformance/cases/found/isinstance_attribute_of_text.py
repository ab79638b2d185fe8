# isinstance with an attribute of what is no name.
from typing import Any


def f(x: Any):
    if isinstance(x, "s".join.more):
        return 1
    return 2


target = f
