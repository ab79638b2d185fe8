# Forward hooks that change the type one after the other.
from typing import Tuple

from torch import Tensor, nn


class M(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x


def post(self, inp: Tuple[Tensor], out: Tensor) -> int:
    return 2


def post2(self, inp: Tuple[Tensor], out: int) -> int:
    return out + 2


m = M()
m.register_forward_hook(post)
m.register_forward_hook(post2)


target = m
