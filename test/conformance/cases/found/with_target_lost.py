# What a context gives on entering is lost like any value.
from typing import Any
import torch
from torch import Tensor


@torch.jit.script
class Ctx(object):
    def __init__(self, n: int):
        self.n = n

    def __enter__(self):
        return self.n

    def __exit__(self, a: Any, b: Any, c: Any) -> None:
        self.n = 0


def f(x: Tensor, flag: bool):
    if flag:
        return x
    with Ctx(3) as n:
        x = x + n
    return x


target = f
