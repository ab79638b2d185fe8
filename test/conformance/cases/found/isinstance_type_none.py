import torch
from typing import Optional


def f(x: Optional[int]):
    if isinstance(x, type(None)):
        return 1
    return 2


target = f
