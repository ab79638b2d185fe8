import torch
from torch import nn, Tensor


class M(nn.Module):
    x: list["int" | None]

    def __init__(self):
        super().__init__()
        self.x = [1]

    def forward(self, a: Tensor):
        return a


target = M()
