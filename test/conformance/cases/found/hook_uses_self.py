# A hook that reads an attribute.
from typing import Tuple

from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.k = 3

    def forward(self, x: Tensor):
        return x


def pre(self, inp: Tuple[Tensor]) -> Tensor:
    return inp[0] + self.k


m = M()
m.register_forward_pre_hook(pre)


target = m
