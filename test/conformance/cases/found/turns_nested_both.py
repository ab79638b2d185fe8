import torch
from torch import nn


class Part(nn.Module):
    def __init__(self, k, name):
        super().__init__()
        self.k = k
        self.tag = name

    def forward(self, x: torch.Tensor):
        return x


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rows = nn.ModuleList([Part(1, "a"), Part(2, "b"), Part(1.5, "c"), Part(1, "d"), Part(0.5, "e")])
        self.cols = nn.ModuleList([Part(2, "x"), Part(3, "y"), Part(4.5, "z"), Part(5, "w")])

    def forward(self, x: torch.Tensor):
        names = ""
        first = x
        for row in self.rows:
            last = row
            for i, col in enumerate(self.cols):
                x = col(x) * col.k + i
                names += last.tag + col.tag
                first = row(first) * last.k
        return x, names, first


target = Net()
