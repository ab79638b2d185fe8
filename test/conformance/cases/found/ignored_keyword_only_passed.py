# An ignored function called with a keyword-only argument.
import torch


@torch.jit.ignore
def g(x, *, k=3):
    return x


def f(x):
    return g(x, k=x)


target = f
