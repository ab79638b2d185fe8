# A dataclass made and compared.
from dataclasses import dataclass


@dataclass
class P:
    x: int
    y: float = 1.0


def f(a: int):
    p = P(a)
    q = P(x=a, y=2.0)
    return p.x + q.y, p == q


target = f
