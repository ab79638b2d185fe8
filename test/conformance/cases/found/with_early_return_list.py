# A list made behind an early return in a with block is lost.
import torch
from torch import Tensor


def f(x: Tensor, n: int) -> Tensor:
    with torch.no_grad():
        if n > 3:
            return x
        z = [x + 1]
    return z[0]


target = f
