import torch
from typing import Any


def f(x: Any):
    n = 0
    if isinstance(x, int | str):
        n += 1
    return n


target = f
