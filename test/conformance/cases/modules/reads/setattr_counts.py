import torch
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.log = 0

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        self.__dict__["log"] = self.__dict__.get("log", 0) + 1

    def forward(self, x: Tensor):
        return x + self.log


target = M()
