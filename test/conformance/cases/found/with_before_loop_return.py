# A with block before a return in a loop.
import torch
from torch import Tensor


def f(x: Tensor, n: int):
    for i in range(n):
        with torch.no_grad():
            x = x + i
        if i > 3:
            return x
    return x - 1


target = f
