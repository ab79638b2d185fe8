import torch
from torch import Tensor


def target(x: Tensor):
    if torch.backends.cuda.matmul.allow_tf32:
        return x
    return x + 1
