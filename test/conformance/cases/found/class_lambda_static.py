# A static lambda in the body of a class: torch reads the source of all that can be called.
from torch import Tensor


class Box:
    key = staticmethod(lambda v: 1)

    def __init__(self):
        self.k = 1

    def add(self, x: Tensor) -> Tensor:
        return x + self.k


def target(x: Tensor):
    return Box().add(x)
