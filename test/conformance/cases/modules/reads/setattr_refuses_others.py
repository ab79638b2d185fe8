import torch
from torch import Tensor, nn


class M(nn.Module):
    allowed = ("training", "lin", "_parameters", "_buffers", "_modules")

    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(2, 2)

    def __setattr__(self, name, value):
        if not name.startswith("_") and name not in self.allowed:
            raise AttributeError(name)
        super().__setattr__(name, value)

    def forward(self, x: Tensor):
        return self.lin(x)


target = M()
