# A module that names an interface's argument otherwise.
import torch
from torch import Tensor, nn


@torch.jit.interface
class I(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class A(nn.Module):
    def forward(self, y: Tensor) -> Tensor:
        return y + 1


class M(nn.Module):
    p: I

    def __init__(self):
        super().__init__()
        self.p = A()

    def forward(self, x: Tensor) -> Tensor:
        return self.p.forward(x)


target = M()
