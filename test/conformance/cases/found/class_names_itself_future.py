from __future__ import annotations

from typing import List

import torch


@torch.jit.script
class Box:
    def __init__(self, n: int):
        self.n = n

    def more(self, other: Box) -> Box:
        return other


def f(b: Box) -> int:
    return b.more(b).n


target = f
