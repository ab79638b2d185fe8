from torch import Tensor
from typing import Optional


class C:
    def __init__(self, a: "Optional[int]"):
        self.a = a

    def f(self, b: Optional[int]):
        return b


def target(x: Tensor):
    return C(1).f(2)
