# a decorated class has no name yet when torch asks for the annotations of its methods
from typing import List

import torch


@torch.jit.script
class Box:
    def __init__(self, n: int):
        self.n = n

    def more(self, others: List[Box]) -> int:
        return self.n + len(others)


def f(b: Box) -> int:
    return b.more([b])


target = f
