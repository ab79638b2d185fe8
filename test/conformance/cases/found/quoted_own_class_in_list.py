from torch import Tensor
from typing import List


class C:
    def __init__(self, a: int):
        self.a = a

    def f(self) -> List["C"]:
        return [self]


def target(x: Tensor):
    return C(1).f()[0].a
