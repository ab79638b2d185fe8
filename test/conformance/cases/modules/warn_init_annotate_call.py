# what torch looks for in __init__ before it compiles: any call with an empty container behind its type
from typing import Dict, List, Optional

import torch
from torch import Tensor, nn


def given(kind, value):
    return value


class M(nn.Module):
    seen: List[int]

    def __init__(self):
        super().__init__()
        self.sizes = torch.jit.annotate(List[int], [])
        self.names = [given(Dict[str, int], {})]
        plain = given(List[str], [])
        self.size = len(plain)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.size


target = M()
