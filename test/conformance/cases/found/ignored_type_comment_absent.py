# An ignored function without annotations takes Tensors.
import torch
from torch import Tensor


@torch.jit.ignore
def log(x, step):
    print(step)


def f(x: Tensor):
    log(x, x)
    log(x, 1)
    return x


target = f
