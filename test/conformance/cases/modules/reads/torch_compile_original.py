import torch
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(2, 2)

    def forward(self, x: Tensor):
        return self.l(x)


target = torch.compile(M())._orig_mod
