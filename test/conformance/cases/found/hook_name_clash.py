# A hook of the name of a method.
from typing import Tuple

from torch import Tensor, nn


class M(nn.Module):
    def forward(self, x: Tensor):
        return self.pre(x)

    def pre(self, x):
        return x


def pre(self, inp: Tuple[Tensor]) -> Tensor:
    return inp[0]


m = M()
m.register_forward_pre_hook(pre)


target = m
