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
        self.layers = nn.ModuleList([Conv(1), Conv(2.0), Conv(3), Head(1), Conv(4.0), Head(1.5), Head(2)])
        self.head = Head(5)

    def forward(self, x: torch.Tensor):
        heads = 0
        for layer in self.layers:
            last = isinstance(layer, Head)
            if last:
                heads += 1
            x = layer(x) if not last else self.head(x)
        return x, heads


target = Net()
