import operator
import torch
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.x = 3

    size = property(operator.attrgetter("x"))

    def forward(self, x: Tensor):
        return x


target = M()
