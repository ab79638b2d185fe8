import torch


def f(x: torch.jit._Await[int]):
    if isinstance(x, torch.jit._Await):
        return 1
    return 2


target = f
