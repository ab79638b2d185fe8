import torch
from typing import Any


def f(x: Any, y: torch.jit._Await[str]):
    n = 0
    if isinstance(x, torch.jit._Await):
        n += 1
    if isinstance(y, torch.jit._Await[int]):
        n += 2
    return n


target = f
