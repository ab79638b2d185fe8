import torch
from torch import nn


class Model(nn.Module):
    __constants__ = ["v"]

    def __init__(self):
        super().__init__()
        self.v = 10 ** 20

    def forward(self, x):
        return x


target = Model()
