import torch
from torch import Tensor


def has(x: Tensor) -> Tensor:
    if torch.has_cuda or torch.has_mps or torch.has_cudnn:
        return x + 1
    return x * int(torch.has_mkldnn)


target = has
