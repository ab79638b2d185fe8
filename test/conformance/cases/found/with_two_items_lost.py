# Two contexts behind an early return.
import torch
from torch import Tensor


def f(x: Tensor, flag: bool):
    if flag:
        return x
    with torch.no_grad(), torch.no_grad():
        y = x + 1
    return y


target = f
