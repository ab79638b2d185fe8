# torch.cuda.is_available in a condition.
import torch
from torch import Tensor


def f(x: Tensor):
    if torch.cuda.is_available():
        x = x.cuda()
    return x


target = f
