# A with block behind a nested early return keeps its values.
import torch
from torch import Tensor


def f(x: Tensor, n: int):
    if n > 3:
        if n > 5:
            return x
    with torch.no_grad():
        y = x + 4
    return y


target = f
