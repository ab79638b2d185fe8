# nn.init functions are compiled.
import torch
from torch import Tensor


def f(x: Tensor):
    return torch.nn.init.zeros_(x)


target = f
