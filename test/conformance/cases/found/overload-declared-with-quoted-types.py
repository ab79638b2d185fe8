import torch
from torch import Tensor


@torch.jit._overload
def add(x: "int") -> int:
    ...


@torch.jit._overload
def add(x: Tensor) -> Tensor:
    ...


def add(x):
    return x + 1


def run(x: Tensor, n: int):
    return add(x) * add(n)


target = run
