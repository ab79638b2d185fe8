import torch
from torch import Tensor


def target(x: Tensor) -> Tensor:
    torch.mps.manual_seed(3)
    return x
