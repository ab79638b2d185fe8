import torch
from torch import nn


class Conv(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k

    def forward(self, x: torch.Tensor):
        return x * self.k


class Head(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k

    def forward(self, x: torch.Tensor):
        return x + self.k


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Conv(1), Conv(2.0), Conv(3), Head(1), Conv(4.0), Head(1.5), Head(1)])
        self.head = Head(1)

    def forward(self, x: torch.Tensor):
        for layer in self.layers:
            if isinstance(layer, Head):
                x = x - 1
            else:
                x = layer(x) * layer.k
        return self.head(x)


target = Net()
