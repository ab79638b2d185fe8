import torch
import torch.distributed.rpc as rpc
from torch import Tensor
from typing import List


def mut(x: List[int]):
    x.append(1)
    return x


def target(to: str, x: List[int]):
    y = [1, 2]
    f = rpc.rpc_async(to, mut, (y,))
    y.append(3)
    return f.wait(), y[0]


target = target
