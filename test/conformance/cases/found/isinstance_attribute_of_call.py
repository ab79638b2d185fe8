# isinstance with an attribute of what is no name.
from typing import Any


def f(x: Any):
    if isinstance(x, tuple([1])._Await):
        return 1
    return 2


target = f
