# Complex constants are folded.
from torch import Tensor


def f(x: Tensor):
    c = 2.0 + 1j
    return x * c, x + (1 - 2j) * 3, abs(3 + 4j), (1 + 2j).real, complex(1, 2) / 2


target = f
