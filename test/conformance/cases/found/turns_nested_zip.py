import torch
from torch import nn


class Gate(nn.Module):
    def __init__(self, bias):
        super().__init__()
        self.bias = bias

    def forward(self, x: torch.Tensor):
        return x


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.ModuleList([Gate(None), Gate(1.0), Gate(2.0), Gate(None)])
        self.right = nn.ModuleList([Gate(1), Gate(2.0), Gate(3), Gate(4)])
        self.steps = nn.ModuleList([nn.Identity(), nn.Identity()])

    def forward(self, x: torch.Tensor):
        for left, right in zip(self.left, self.right):
            for step in self.steps:
                x = step(x)
                if left.bias is not None:
                    x = x + left.bias
                x = x + right.bias
            x = left(right(x))
        return x


target = Net()
