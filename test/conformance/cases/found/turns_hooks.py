import torch
from torch import nn, Tensor
from typing import Dict, List, Optional, Tuple


def twice(self, input: Tuple[Tensor], output: Tensor) -> Tensor:
    return output * 2


class Layer(nn.Module):
    def __init__(self, hook):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        if hook:
            self.register_forward_hook(twice)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Layer(False), Layer(True), Layer(False), Layer(True)])

    def forward(self, x: Tensor) -> Tensor:
        for m in self.layers:
            x = m(x)
        return x


target = Net()
