# An ignored function with a keyword-only default, called without it.
import torch


@torch.jit.ignore
def g(x, *, k=3):
    return x


def f(x):
    return g(x)


target = f
