from typing import List

import torch


@torch.jit.script
class Box:
    def __init__(self, n: int):
        self.n = n

    def more(self, others: "List[Box]", other: "Box") -> "Box":
        return other


def f(b: Box) -> int:
    return b.more([b], b).n


target = f
