# Two hooks of one name.
from typing import Tuple

from torch import Tensor, nn


class M(nn.Module):
    def forward(self, x: Tensor):
        return x


def mk(n: int):

    def pre(self, inp: Tuple[Tensor]) -> Tensor:
        return inp[0]
    return pre


m = M()
m.register_forward_pre_hook(mk(1))
m.register_forward_pre_hook(mk(2))


target = m
