import torch
from torch import Tensor


def target(x: Tensor):
    if torch.backends.cpu.get_cpu_capability() == "AVX2":
        return x
    return x + 1
