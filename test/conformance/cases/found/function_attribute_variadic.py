# A function attribute with *args.
import torch
import torch.nn.functional as F
from torch import nn


def bad(x, *rest):
    return x


class Net(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return self.f(x)


target = Net(bad)
