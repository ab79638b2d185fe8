# bare List, Tuple and Dict of typing
import torch
from typing import Any, List, Tuple


def f(x: Any, xs: List[int], t: Tuple[int, str]):
    n = 0
    if isinstance(x, (list, tuple)):
        n += 1
    if isinstance(x, list):
        n += 1
    if isinstance(xs, list):
        n += 2
    if isinstance(t, tuple):
        n += 4
    if isinstance(t, (list, int)):
        n += 8
    return n


target = f
