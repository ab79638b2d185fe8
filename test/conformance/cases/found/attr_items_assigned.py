# Items of attributes assigned.
import torch
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = [1, 2]
        self.d = {"a": 1}
        self.t = torch.zeros(3)

    def forward(self, x):
        self.l[0] = 5
        self.d["b"] = 3
        self.t[0] = 2.0
        self.t[1:] += 1
        self.l[1] += 2
        return self.l


target = M()
