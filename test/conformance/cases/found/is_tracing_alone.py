# is_tracing is a compiled function of torch.
import torch
from torch import Tensor


def f(x: Tensor):
    if torch.jit.is_tracing():
        x = x + 1
    return x


target = f
