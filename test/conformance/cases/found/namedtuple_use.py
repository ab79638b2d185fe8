# A NamedTuple made, read and taken apart.
from typing import NamedTuple
from torch import Tensor


class P(NamedTuple):
    x: Tensor
    y: int = 3


def f(a: Tensor):
    p = P(a)
    q = P(x=a, y=2)
    x, y = q
    return p.x + q[0], P(a, 1), y


target = f
