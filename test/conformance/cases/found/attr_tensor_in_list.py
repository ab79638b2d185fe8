# Tensors in an attribute that is annotated as a list of numbers.
from typing import List, Tuple

import torch
from torch import Tensor, nn


class Net(nn.Module):
    a: List[float]
    b: Tuple[int, int]

    def __init__(self):
        super().__init__()
        self.a = [torch.ones(1)]
        self.b = (torch.ones(1), 2)

    def forward(self, x: Tensor):
        return x + self.a[0] + self.b[0]


target = Net()
