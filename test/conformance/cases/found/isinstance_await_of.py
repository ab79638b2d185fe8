import torch
from typing import Any
from torch.jit import _Await


def f(x: Any):
    if isinstance(x, _Await[int]):
        return 1
    return 2


target = f
