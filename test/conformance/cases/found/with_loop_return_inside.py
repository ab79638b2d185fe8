# What a with block sets behind a return from a loop inside of it is kept.
import torch
from torch import Tensor


def f(x: Tensor, n: int):
    with torch.no_grad():
        for i in range(n):
            if i > 3:
                return x
        y = x + 4
    return y


target = f
