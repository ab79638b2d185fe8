# Augmented assignment to a tensor, numbers, a list and a string.
from typing import List
from torch import Tensor


def f(x: Tensor, n: int, d: float, l: List[int], s: str):
    x += 1
    x -= n
    x *= d
    x /= 2
    x //= 2
    x **= 2
    x %= 3
    x @= x
    x &= x
    x |= x
    x ^= x
    x <<= 1
    x >>= 1
    n += 1
    n -= 1
    n *= 2
    n //= 2
    d /= 2
    d += n
    l += [3]
    l *= 2
    s += "a"
    return x, n, d, l, s


target = f
