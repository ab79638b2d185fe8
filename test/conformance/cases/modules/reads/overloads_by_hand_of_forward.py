import torch
from torch import Tensor, nn


class M(nn.Module):
    __overloads__ = {"forward": ["forward_a"]}

    def forward_a(self, x: Tensor):
        return x + 1

    def forward(self, x: Tensor):
        return x.foo


target = M()
