import torch
from torch import Tensor, nn


class M(nn.Module):
    def forward(self, x: Tensor):
        return x + 1

    @torch.jit.export
    def bad(self, x: Tensor):
        return x.foo

    def __dir__(self):
        return [n for n in super().__dir__() if n != "bad"]


target = M()
