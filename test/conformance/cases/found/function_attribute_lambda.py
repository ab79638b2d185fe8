# A lambda as an attribute.
import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return self.f(x)


target = Net(lambda x: x + 1)
