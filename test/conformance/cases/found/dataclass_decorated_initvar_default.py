# An InitVar with a default.
from dataclasses import dataclass, InitVar

import torch


@torch.jit.script
@dataclass


class P:
    a: int
    k: InitVar[int] = 5

    def __post_init__(self, k: int):
        self.a = self.a + k


def f():
    return P(2).a


target = f
