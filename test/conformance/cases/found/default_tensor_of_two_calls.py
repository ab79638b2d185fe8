# A tensor that is a default argument is one object in each call of that method, and another where a second method has an equal one.
from typing import Tuple

import torch
from torch import Tensor, nn


class Inner(nn.Module):
    def forward(self, x: Tensor, a: Tensor = torch.ones((0, 0, 0), dtype=torch.bool), b: Tensor = torch.tensor([1.0, 2.0]), c: Tensor = torch.tensor([float("nan")])):
        return x + a.numel() + b.sum() + c


class Other(nn.Module):
    def forward(self, x: Tensor, a: Tensor = torch.ones((0, 0, 0), dtype=torch.bool), b: Tensor = torch.tensor([1.0, 2.0])):
        return x + a.numel() + b.sum()


class Pairs(nn.Module):
    def forward(self, x: Tensor, cache: Tuple[Tensor, Tensor] = (torch.zeros(0, 0), torch.zeros(0, 0))):
        return x + cache[0].numel()


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = Inner()
        self.two = Other()
        self.pairs = Pairs()

    def forward(self, x: Tensor, flag: bool):
        y = self.one(x) + self.one(x) + self.two(x)
        y = self.pairs(y) + self.pairs(x)
        if flag:
            y = self.two(y)
        return y


target = M()
