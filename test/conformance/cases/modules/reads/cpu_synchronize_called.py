import torch
from torch import Tensor


def target(x: Tensor):
    torch.cpu.synchronize()
    return x
