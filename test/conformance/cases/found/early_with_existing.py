# A variable set before the if, and again in the with block.
import torch
from torch import Tensor


def f(x: Tensor, flag: bool):
    y = x
    if flag:
        return x
    with torch.no_grad():
        y = x + 1
    return y * 2


target = f
