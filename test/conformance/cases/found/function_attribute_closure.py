# A function attribute that uses a closed-over number.
import torch
import torch.nn.functional as F
from torch import nn


def scaled(k):
    def inner(x):
        return x * k
    return inner


class Net(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return self.f(x)


target = Net(scaled(3))
