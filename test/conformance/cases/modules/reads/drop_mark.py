import torch
from torch import Tensor, nn


class M(nn.Module):
    @torch.jit._drop
    def helper(self, x):
        return [i for i in x if i]

    def forward(self, x: Tensor):
        return x


target = M()
