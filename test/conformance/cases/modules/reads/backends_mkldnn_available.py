import torch
from torch import Tensor


def target(x: Tensor):
    if torch.backends.mkldnn.is_available():
        return x
    return x + 1
