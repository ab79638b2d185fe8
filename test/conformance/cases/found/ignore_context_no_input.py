import torch


@torch.jit.script
def f(x: torch.Tensor):
    if bool(x.sum() > 0):
        with torch.jit._IgnoreContextManager(c="out:float"):
            import random
            c = random.random()
    else:
        c = 0.5
    return x * c


target = f
