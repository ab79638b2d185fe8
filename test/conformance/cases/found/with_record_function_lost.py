# A profiler range behind an early return.
import torch
from torch import Tensor


def f(x: Tensor, flag: bool):
    if flag:
        return x
    with torch.autograd.profiler.record_function("a"):
        y = x + 1
    return y


target = f
