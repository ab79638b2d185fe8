# A dataclass with a default factory.
from dataclasses import dataclass, field
from typing import List


@dataclass
class P:
    x: int
    y: List[int] = field(default_factory=list)


def f():
    return P(1, [2]).y


target = f
