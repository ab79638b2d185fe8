import torch
from typing import Any
from torch.jit import Future


def f(x: Any, y: torch.Tensor):
    if isinstance(x, Future[int]):
        return x.wait()
    return 2


target = f
