#nopre
from __future__ import annotations
import torch
from typing import NamedTuple, List
class P(NamedTuple):
    x: List[int]
    n: int
def f(x) -> P:
    return P([1], 2)
target = f
