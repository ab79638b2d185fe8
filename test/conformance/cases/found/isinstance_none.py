import torch
from typing import Optional


def f(x: Optional[int]):
    if isinstance(x, (None, int)):
        return 1
    return 2


target = f
