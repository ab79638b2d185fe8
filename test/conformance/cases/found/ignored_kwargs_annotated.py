# An annotated ignored function with **kwargs.
import torch


@torch.jit.ignore
def g(x: int, **k) -> int:
    return x


def f(x: int):
    return g(x)


target = f
