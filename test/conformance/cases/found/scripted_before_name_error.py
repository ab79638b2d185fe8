"""A decorated function is compiled before the file's own code fails."""
import torch
from torch import Tensor, nn


@torch.jit.script
def doubled(x: Tensor) -> Tensor:
    return x.twice()


SIZE = WIDTH * 2


class M(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return doubled(x)


target = M()
