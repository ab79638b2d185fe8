# A ModuleDict indexed by a variable through an interface.
import torch
from torch import Tensor, nn


@torch.jit.interface
class I(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class A(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + 1


class B(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + 2


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleDict({'a': A(), 'b': B()})

    def forward(self, x: Tensor, n: str):
        m: I = self.l[n]
        return m.forward(x)


target = M()
