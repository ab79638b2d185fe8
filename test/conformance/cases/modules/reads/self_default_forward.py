import torch
from torch import Tensor, nn


class M(nn.Module):
    def forward(self=1.0, x: Tensor = torch.ones(2)):
        return x


target = M()
