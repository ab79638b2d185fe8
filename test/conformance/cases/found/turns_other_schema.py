import torch
from torch import nn, Tensor
from typing import Dict, List, Optional, Tuple


class Scale(nn.Module):
    def __init__(self, by):
        super().__init__()
        self.by = by

    def forward(self, x: Tensor):
        return x * self.by, self.by


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Scale(1), Scale(2), Scale(2.5), Scale(3)])

    def forward(self, x: Tensor) -> Tensor:
        for m in self.layers:
            x, by = m(x)
            x = x + by
        return x


target = Net()
