import torch
from torch import nn, Tensor
from typing import Dict, List, Optional, Tuple


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4, bias=False)])

    def forward(self, x: Tensor) -> Tensor:
        last = self.layers[0]
        for m in self.layers:
            x = last(x) + m(x)
            last = m
        return last(x)


target = Net()
