# torch.norm with a number: of the defaults each overload takes those that fit.
import torch
from torch import Tensor


def f(x: Tensor):
    return torch.norm(x, 2)


target = f
