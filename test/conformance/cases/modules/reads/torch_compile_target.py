import torch
from torch import Tensor, nn


class M(nn.Module):
    def forward(self, x: Tensor):
        return x + 1


target = torch.compile(M())
