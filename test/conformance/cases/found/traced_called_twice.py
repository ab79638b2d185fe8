# A traced function that is called twice.
import torch


def f(x, y):
    return x + y


g = torch.jit.trace(f, (torch.ones(2), torch.ones(2)))


def target(x):
    return g(g(x, x), x)
