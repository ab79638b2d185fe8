from torch import Tensor
from typing import List, Optional


class C:
    def __init__(self, a: Optional["int"], b: List["List[int]"]):
        self.a = a


def target(x: Tensor):
    return C(1, [[1]]).a
