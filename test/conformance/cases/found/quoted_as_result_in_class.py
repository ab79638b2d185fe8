from torch import Tensor
from typing import List


class C:
    def __init__(self, a: "List[int]"):
        self.a = a

    def f(self) -> List[int]:
        return self.a


def target(x: Tensor):
    return C([1]).f()
