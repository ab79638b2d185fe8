# A forward pre-hook with an Optional input left out.
from typing import Optional, Tuple

from torch import Tensor, nn


class M(nn.Module):
    def forward(self, x: Tensor, y: Optional[Tensor] = None) -> Tensor:
        return x


def pre(self, inp: Tuple[Tensor, Optional[Tensor]]) -> Tuple[Tensor, Optional[Tensor]]:
    return inp


m = M()
m.register_forward_pre_hook(pre)


class K(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = m

    def forward(self, x: Tensor):
        return self.m(x)


target = K()
