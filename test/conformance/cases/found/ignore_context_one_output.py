# a body that stays Python: its outputs come from a function that torch makes of it
from typing import List

import torch


class M(torch.nn.Module):
    def forward(self, x: torch.Tensor):
        a: int = 4
        b: int = 5
        out: List[int] = []
        with torch.jit._IgnoreContextManager(a="inp:int", b="inp:int", out="out:List[int]"):
            out = [k for k in range(a) if k > 2]
            out = out + [b]
        return x + out[0], out


target = M()
