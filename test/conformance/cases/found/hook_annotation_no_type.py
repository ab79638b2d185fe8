# A forward hook with too few parameters, one of them annotated with what is no type.
from typing import Set

import torch
from torch import nn


class Doubler(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * 2


def watch(self, inputs: Set[torch.Tensor]) -> None:
    print(inputs)


doubler = Doubler()
doubler.register_forward_hook(watch)

target = doubler
