import torch
from torch import Tensor


def target(x: Tensor):
    with torch.backends.cudnn.flags(enabled=False):
        y = x + 1
    return y
