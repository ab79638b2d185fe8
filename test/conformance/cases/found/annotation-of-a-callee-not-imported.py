import torch
from torch import nn


def scaled(x: Tensor, n: int) -> torch.Tensor:
    return x * n


class Net(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return scaled(x, 2)


target = Net()
