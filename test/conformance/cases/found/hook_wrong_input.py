# A forward pre-hook for other arguments.
from typing import Tuple

import torch
from torch import Tensor, nn


class M(nn.Module):
    def forward(self, x: Tensor):
        return x


def pre(self, inp: Tuple[int]) -> Tensor:
    return torch.ones(1)


m = M()
m.register_forward_pre_hook(pre)


target = m
