from typing import Tuple

import torch
from torch import nn


@torch.jit.script
class Box:
    def __init__(self):
        self.v = 1

    @property
    def value(self) -> int:
        return self.v

    @value.setter
    def value(self, x: int = 3) -> None:
        self.v = x


def hook(self, input: Tuple[torch.Tensor], output: torch.Tensor = None):
    return output * 2


class WithHook(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + 1


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self._on: bool = False
        self.inner = WithHook()
        self.inner.register_forward_hook(hook)

    @property
    def on(self) -> bool:
        return self._on

    @on.setter
    def on(self, value: bool = True) -> None:
        self._on = value

    @property
    def width(self) -> int:
        return 1

    @width.setter
    def width(self, value: int = "wide") -> None:
        self._on = value > 2

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        box = Box()
        box.value = 4
        return self.inner(x) * box.value


target = Model()
