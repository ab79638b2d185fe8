# A call's closing bracket pushes the range of the next name into the following line.
from torch import Tensor


def f(x: Tensor):
    return (x
            .relu()
            .foo()
            .sum())


target = f
