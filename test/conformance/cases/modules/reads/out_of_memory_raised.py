import torch
from torch import Tensor


def target(x: Tensor):
    if x.size(0) == 0:
        raise torch.cuda.OutOfMemoryError("empty")
    return x
