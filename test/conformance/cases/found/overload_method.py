# A forward with overloads.
from typing import List

import torch
from torch import Tensor, nn


class M(nn.Module):
    @torch.jit._overload_method
    def forward(self, x: List[Tensor]) -> Tensor:
        pass

    @torch.jit._overload_method
    def forward(self, x: Tensor) -> Tensor:
        pass

    def forward(self, x):
        if isinstance(x, Tensor):
            return x
        return x[0]


class K(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = M()

    def forward(self, x: Tensor):
        return self.m(x) + self.m([x])


target = K()
