# A raise before a with block loses nothing.
import torch
from torch import Tensor


def f(x: Tensor, n: int):
    if n > 3:
        raise ValueError("a")
    with torch.no_grad():
        z = x + 2
    return z


target = f
