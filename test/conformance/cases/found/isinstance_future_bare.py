import torch


def f(x: torch.jit.Future[int]):
    if isinstance(x, torch.jit.Future):
        return 1
    return 2


target = f
