# forward marked unused.
import torch
from torch import nn


class M(nn.Module):
    @torch.jit.unused
    def forward(self, x: int):
        return x


target = M()
