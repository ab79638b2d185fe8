# A value that is only renamed in the with block is kept.
import torch
from torch import Tensor


def f(x: Tensor, n: int):
    if n > 3:
        return x
    with torch.no_grad():
        y = x + 4
        y = x
    return y


target = f
