# types as torch.jit.frontend has them: List, Dict and Tuple, torch, no Optional before its own import
import torch


def f(x: torch.Tensor, n: int):
    with torch.jit._IgnoreContextManager(x="inp:torch.Tensor", n="inp:int", c="out:Optional[torch.Tensor]"):
        c = x
    return c


target = f
