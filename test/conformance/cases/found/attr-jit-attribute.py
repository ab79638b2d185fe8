import torch
from torch import nn


class Counted(nn.Module):
    def __init__(self):
        super().__init__()
        self.calls = torch.jit.Attribute(0, int)
        self.names = torch.jit.Attribute({}, dict[str, int])

    def forward(self, x):
        self.calls += 1
        return x * self.calls


target = Counted()
