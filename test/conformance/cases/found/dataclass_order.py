# Comparisons of an ordered dataclass.
from dataclasses import dataclass, field


@dataclass(order=True)
class P:
    x: int
    y: float


def f():
    a = P(1, 2.0)
    b = P(2, 2.0)
    return a < b, a <= b, a > b, a >= b, a == b


target = f
