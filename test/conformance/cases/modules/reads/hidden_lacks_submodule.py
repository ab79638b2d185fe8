import torch
from torch import Tensor, nn


class M(nn.Module):
    act = nn.Sequential(nn.Linear(2, 2))

    def __init__(self):
        super().__init__()
        self.act = nn.Sequential(nn.Linear(2, 2), nn.ReLU())

    def forward(self, x: Tensor):
        return self.act(x)


target = M()
