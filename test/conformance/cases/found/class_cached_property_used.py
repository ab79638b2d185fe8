# A class with a cached property, used in a function.
import functools

from torch import Tensor


class Box:
    def __init__(self):
        self.k = 1

    @functools.cached_property
    def get(self):
        return 3


def target(x: Tensor):
    return Box().k
