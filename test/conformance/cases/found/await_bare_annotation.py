# a bare _Await is one of a value that nothing is known of
import torch


def f(x: torch.jit._Await):
    y = torch.jit._awaitable_wait(x)
    return y


target = f
