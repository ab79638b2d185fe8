import torch
from typing import Any
from torch.distributed.rpc import RRef


def f(x: Any):
    n = 0
    if isinstance(x, RRef):
        n += 1
    return n


target = f
