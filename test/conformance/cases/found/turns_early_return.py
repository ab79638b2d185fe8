import torch
from torch import nn, Tensor
from typing import Dict, List, Optional, Tuple


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4)])

    def forward(self, x: Tensor, stop: int = 1) -> Tensor:
        n = 0
        for m in self.layers:
            x = m(x)
            if n == stop:
                return x
            n += 1
        return -x


target = Net()
