import torch
from typing import Dict


def f(x: torch.Tensor, n: int):
    with torch.jit._IgnoreContextManager(x="inp: torch.Tensor", n="inp:int", c="out:Tuple[torch.Tensor, int]", d="out:Dict[str, List[torch.Tensor]]"):
        c = (x, n)
        d = {"a": [x]}
    return c[0] + c[1], d["a"]


target = f
