# An InitVar passed to __post_init__.
from dataclasses import dataclass, field, InitVar

import torch


@torch.jit.script
@dataclass


class P:
    a: int
    k: InitVar[int]

    def __post_init__(self, k: int):
        self.a = self.a + k


def f():
    return P(2, 3).a


target = f
