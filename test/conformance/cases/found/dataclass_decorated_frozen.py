# A frozen decorated dataclass.
from dataclasses import dataclass

import torch


@torch.jit.script
@dataclass(frozen=True)


class P:
    q: int


def f():
    return P(1).q


target = f
