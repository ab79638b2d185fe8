# A with block in the else branch of an early return, used in that branch.
import torch
from torch import Tensor


def f(x: Tensor, n: int):
    if n > 3:
        return x
    else:
        with torch.no_grad():
            x = x + 4
        x = x + 1
        return x


target = f
