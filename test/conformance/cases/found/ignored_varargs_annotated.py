# An annotated ignored method with *args.
import torch
from torch import nn


class M(nn.Module):
    @torch.jit.ignore
    def g(self, x: int, *xs: int) -> int:
        return 1

    def forward(self, x: int):
        return self.g(x, 2)


target = M()
