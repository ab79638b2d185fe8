import torch
from torch import Tensor


def target(x: Tensor):
    with torch.backends.cudnn.flags(enabled=False):
        return x + 1
