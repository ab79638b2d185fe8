import torch
from torch import Tensor


def target(x: Tensor):
    return torch.compiled_with_cxx11_abi(x)
