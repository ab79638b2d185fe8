# A call of an unused method with an annotated keyword-only argument.
from typing import List

import torch
from torch import nn


class M(nn.Module):
    @torch.jit.unused
    def g(self, x: int, *, k: int = 3) -> List[int]:
        return [x]

    def forward(self, x: int):
        return self.g(x, k=4)


target = M()
