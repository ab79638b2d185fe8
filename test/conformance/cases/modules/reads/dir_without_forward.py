import torch
from torch import Tensor, nn


class M(nn.Module):
    def forward(self, x: Tensor):
        return x + 1

    @torch.jit.export
    def good(self, x: Tensor):
        return x + 2

    def __dir__(self):
        return []


target = M()
