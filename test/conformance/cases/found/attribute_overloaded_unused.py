import torch
from torch import Tensor, nn


class Grow(nn.Module):
    def __init__(self):
        super().__init__()
        self.grow = nn.functional.interpolate

    def forward(self, x: Tensor) -> Tensor:
        return nn.functional.interpolate(x, [8, 8])


target = Grow()
