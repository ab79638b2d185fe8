#nopre
from __future__ import annotations
import torch
from typing import NamedTuple
class P(NamedTuple):
    x: torch.Tensor
    n: int
def f(x):
    p = P(x, 2)
    return p.x + p.n
target = f
