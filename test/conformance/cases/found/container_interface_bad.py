# A ModuleList with a module that does not fit the interface.
import torch
from torch import Tensor, nn


@torch.jit.interface
class I(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class A(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + 1


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleList([A(), nn.ReLU()])

    def forward(self, x: Tensor, n: int):
        m: I = self.l[n]
        return m.forward(x)


target = M()
