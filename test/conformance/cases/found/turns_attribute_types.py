import torch
from torch import nn, Tensor
from typing import Dict, List, Optional, Tuple


class Layer(nn.Module):
    def __init__(self, n, f):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, n)
        self.f = f

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Layer(1, -1), Layer(3, -1), Layer(5, -2), Layer(7, [1, 2])])

    def forward(self, x: Tensor) -> Tensor:
        n = 0
        for m in self.layers:
            n = n + m.f
            x = m(x)
        return x + n


target = Net()
