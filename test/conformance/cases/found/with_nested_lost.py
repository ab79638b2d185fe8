# An inner with block behind an early return, used in the outer one.
import torch
from torch import Tensor


def f(x: Tensor, n: int):
    with torch.no_grad():
        if n > 3:
            return x
        with torch.no_grad():
            z = x + 2
        print(z)
    return x


target = f
