# A constant set behind an early return in a with block is kept.
import torch
from torch import Tensor


def f(x: Tensor, n: int) -> int:
    with torch.no_grad():
        if n > 3:
            return 2
        y = 3
    return y


target = f
