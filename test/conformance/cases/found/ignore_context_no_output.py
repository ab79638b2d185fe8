import torch


def f(x: torch.Tensor, n: int):
    y = x + n
    with torch.jit._IgnoreContextManager(n="inp:int", y="inp:torch.Tensor"):
        try:
            print(n, y)
        except ValueError:
            pass
    return y


target = f
