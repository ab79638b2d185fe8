# @torch.jit.unused above @property.
import torch
from torch import Tensor, nn


class M(nn.Module):
    @torch.jit.unused
    @property
    def a(self):
        return {1, 2}

    def forward(self, x: Tensor):
        return x


target = M()
