import torch
from torch import Tensor


def target(x: Tensor):
    kind = torch.cuda.FloatTensor
    return x
