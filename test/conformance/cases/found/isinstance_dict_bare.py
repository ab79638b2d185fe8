import torch
from typing import Dict


def f(x: Dict[str, int]):
    n = 0
    if isinstance(x, dict):
        n += 1
    return n


target = f
