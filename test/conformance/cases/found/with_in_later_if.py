# A with block in a later if loses its value behind an early return.
import torch
from torch import Tensor


def f(x: Tensor, n: int):
    if n > 3:
        return x
    if n > 2:
        with torch.no_grad():
            x = x + 4
    return x


target = f
