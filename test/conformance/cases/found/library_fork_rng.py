import torch
from torch import Tensor


def target(x: Tensor):
    with torch.random.fork_rng():
        y = x + 1
    return y
