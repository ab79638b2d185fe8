# A forward hook of a module with two results.
from typing import Tuple

from torch import Tensor, nn


class M(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return x, x


def post(self, inp: Tuple[Tensor], out: Tuple[Tensor, Tensor]) -> Tuple[Tensor, Tensor]:
    return out[1], out[0]


m = M()
m.register_forward_hook(post)


class K(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = m

    def forward(self, x: Tensor):
        a, b = self.m(x)
        return a


target = K()
