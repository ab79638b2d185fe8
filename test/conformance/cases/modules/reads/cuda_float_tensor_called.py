import torch
from torch import Tensor


def target(x: Tensor):
    return x + torch.cuda.FloatTensor(2)
