# A decorated dataclass that is ordered.
from dataclasses import dataclass

import torch


@torch.jit.script
@dataclass(order=True)


class P:
    a: int
    b: float = 1.0


def f():
    return P(1) < P(2), P(1) >= P(2)


target = f
