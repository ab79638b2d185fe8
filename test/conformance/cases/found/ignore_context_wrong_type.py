# an input of another type than it says: the place is in the first line of the definition
import torch


def f(x: torch.Tensor, n: int):
    m = n
    with torch.jit._IgnoreContextManager(x="inp:int", c="out:int"):
        c = 2
    return c + m


target = f
