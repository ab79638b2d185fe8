import torch
from torch import Tensor


def target(x: Tensor):
    values, vectors = torch.lobpcg(x, k=2, largest=True)
    return values
