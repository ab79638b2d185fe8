import torch
from torch import Tensor


def target(x: Tensor):
    scaler = torch.amp.GradScaler("cpu")
    return x
