# An early return inside of two contexts.
import torch
from torch import Tensor


def f(x: Tensor, flag: bool):
    with torch.no_grad(), torch.no_grad():
        if flag:
            return x
        print(2)
    return x + 1


target = f
