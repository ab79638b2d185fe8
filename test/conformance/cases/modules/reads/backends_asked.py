import torch
from torch import Tensor


def target(x: Tensor):
    if torch.backends.cuda.is_built() or torch.backends.mkl.is_available() or torch.backends.openmp.is_available():
        return x
    if torch.backends.cudnn.is_available() and torch.backends.cudnn.enabled and torch.backends.mkldnn.enabled:
        return x + 1
    return x + 2
