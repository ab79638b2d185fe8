import torch
from torch import nn, Tensor
from typing import Dict, List, Optional, Tuple


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4)])

    def forward(self, x: Tensor) -> Tensor:
        size = x.shape[0]
        for m in self.layers:
            x = m(x)
            size = float(size) + 0.5
            if size > 3:
                x = x * size
                with torch.no_grad():
                    y = x + 1
                assert y.dim() == 2, f"{size}"
        return x


target = Net()
