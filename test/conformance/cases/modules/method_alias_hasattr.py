import torch
from torch import Tensor, nn


class Part(nn.Module):
    def scaled(self, x: Tensor) -> Tensor:
        return x * 2

    doubled = scaled

    def forward(self, x: Tensor) -> Tensor:
        return x


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = Part()

    def forward(self, x: Tensor) -> Tensor:
        if hasattr(self.part, "doubled"):
            return self.part(x)
        return x


target = M()
