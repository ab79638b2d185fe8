import torch
from torch import nn, Tensor
from typing import Dict, List, Optional, Tuple


class A(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.fc = nn.Linear(4, 4, bias=n > 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x)


class B(A):
    pass


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([A(1), A(2), B(1), A(1)])

    def forward(self, x: Tensor) -> Tensor:
        for m in self.layers:
            if isinstance(m, B):
                x = -x
            x = m(x)
        return x


target = Net()
