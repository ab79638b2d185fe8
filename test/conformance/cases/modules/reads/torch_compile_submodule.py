import torch
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.n = torch.compile(nn.Linear(2, 2))

    def forward(self, x: Tensor):
        return self.n(x)


target = M()
