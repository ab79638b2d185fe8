# Types that are named inside of a class stand in the annotations of its methods.
from typing import List

from torch import Tensor


class Box:
    Kind = int
    Many = List[int]

    def __init__(self, k: Kind):
        self.k = k

    def add(self, x: Tensor, ks: Many, k: Kind = 1) -> Kind:
        return k + ks[0] + self.k


def target(x: Tensor):
    return Box(2).add(x, [1])
