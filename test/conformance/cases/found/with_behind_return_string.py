# A string set in a with block behind an early return is lost, unlike a number.
import torch
from torch import Tensor


def f(x: Tensor, n: int):
    if n > 3:
        return 2, "a", x
    with torch.no_grad():
        y = 4
        s = "b"
    return y, s, x


target = f
