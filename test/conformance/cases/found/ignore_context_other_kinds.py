# what is neither "inp" nor "out" is left out; positional arguments are not looked at
import torch


def f(x: torch.Tensor, n: int):
    with torch.jit._IgnoreContextManager(n=" inp:int", c="out:int") as q, foo(3):
        c = 2
    return c


target = f
