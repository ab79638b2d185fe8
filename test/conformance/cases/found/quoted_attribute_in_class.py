from torch import Tensor
from typing import Optional


class C:
    def __init__(self, a: int):
        self.a: "Optional[int]" = a


def target(x: Tensor):
    return C(1).a
