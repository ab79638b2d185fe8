import torch
from torch import Tensor


def target(x: Tensor):
    return torch.lobpcg(x, largest=3.5)
