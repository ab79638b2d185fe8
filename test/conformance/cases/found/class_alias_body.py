# Inside of a method the name of a class's own alias means nothing.
from torch import Tensor


class Box:
    Kind = int

    def __init__(self):
        self.k = 1

    def add(self, x: Tensor, n: Kind) -> int:
        y: Kind = n
        return Kind(y)


def target(x: Tensor):
    return Box().add(x, 1)
