# A return in a while loop before a with block.
import torch
from torch import Tensor


def f(x: Tensor):
    while bool(x.sum() > 0):
        if x.numel() > 3:
            return x
        with torch.no_grad():
            y = x - 1
        x = y
    return x


target = f
