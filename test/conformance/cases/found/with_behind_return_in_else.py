# An early return in the else branch loses what a later with block sets.
import torch
from torch import Tensor


def f(x: Tensor, n: int):
    if n > 3:
        x = x + 1
    else:
        return x
    with torch.no_grad():
        y = x + 4
    return y


target = f
