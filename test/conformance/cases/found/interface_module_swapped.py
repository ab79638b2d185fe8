# A submodule behind an interface, exchanged in forward.
import torch
from torch import Tensor, nn


@torch.jit.interface
class I(nn.Module):
    def one(self, x: Tensor) -> Tensor:
        pass


class A(nn.Module):
    @torch.jit.export
    def one(self, x: Tensor) -> Tensor:
        return x + 1


class M(nn.Module):
    p: I

    def __init__(self):
        super().__init__()
        self.p = A()
        self.q = A()

    def forward(self, x: Tensor) -> Tensor:
        self.p = self.q
        return self.p.one(x)


target = M()
