import torch
import torch.distributed.rpc as rpc
from torch import Tensor


def g(x: Tensor, k: int = 1):
    return x + k


def target(x: Tensor):
    return rpc.remote("w", g, (x,)).to_here()


target = target
