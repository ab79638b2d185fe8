import torch
from torch import nn, Tensor
from typing import *


import typing
class M(nn.Module):
    x: typing.Optional[int] = None
    def __init__(self, a: typing.Dict[str, "Foo"] = None, *args: int, **kw: str) -> None:
        super().__init__()
    def forward(self, x: torch.Tensor) -> "Tensor":
        def inner(a: torch.Tensor) -> Tensor:
            return a
        return x
target = M()
