# Ignored and unused methods.
from typing import Tuple
import torch
import torch.nn as nn
from torch import Tensor


class M(nn.Module):
    @torch.jit.ignore
    def helper(self, x, k: int):
        return x

    @torch.jit.unused
    def other(self, x: Tensor) -> Tuple[Tensor, int]:
        return x, 1

    def forward(self, x):
        y = self.helper(x, 2)
        z, n = self.other(y)
        return z


target = M()
