# Futures in a typed list.
from typing import List
import torch
from torch import Tensor


def g(x: Tensor) -> Tensor:
    return x + 1


def f(x: Tensor):
    futs: List[torch.jit.Future[Tensor]] = []
    for i in range(3):
        futs.append(torch.jit.fork(g, x + i))
    out = torch.zeros(1)
    for q in futs:
        out = out + torch.jit.wait(q)
    return out


target = f
