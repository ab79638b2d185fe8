# A decorated dataclass with a default, made and compared.
from dataclasses import dataclass

import torch


@torch.jit.script
@dataclass


class P:
    a: int
    b: float = 1.0


def f():
    return P(1).b, P(1) == P(1, 2.0)


target = f
