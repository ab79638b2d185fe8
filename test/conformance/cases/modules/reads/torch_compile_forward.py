import torch
from torch import Tensor, nn


class M(nn.Module):
    @torch.compile
    def forward(self, x: Tensor):
        return x + 1


target = M()
