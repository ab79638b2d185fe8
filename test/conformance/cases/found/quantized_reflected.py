import torch
from torch import nn
from torch.ao.nn import quantized as nnq


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nnq.Conv1d(4, 4, 3, padding=1, padding_mode="reflect")
        self.two = nnq.Conv2d(4, 4, 3, padding=1, padding_mode="reflect")

    def forward(self, x, y):
        return self.one(x), self.two(y)


target = Net().eval()
