# Traced and scripted functions, called in turns and in a branch.
import torch


def f(x):
    return x + 1


@torch.jit.script
def h(x):
    return x * 2


g = torch.jit.trace(f, (torch.ones(2),))


def target(x, n: int):
    y = h(g(h(g(x))))
    if n > 2:
        y = g(y)
    else:
        y = h(y)
    return g(y)
