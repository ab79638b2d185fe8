# A staticmethod object outside of a class.
import torch
from torch import Tensor


@staticmethod
def g(x: Tensor) -> Tensor:
    return x + 1


def f(x: Tensor):
    return torch.jit.wait(torch.jit.fork(g, x))


target = f
