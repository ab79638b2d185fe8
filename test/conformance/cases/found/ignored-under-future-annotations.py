from __future__ import annotations
import torch
from torch import nn, Tensor
class M(nn.Module):
    @torch.jit.ignore
    def dbg(self, x: Tensor) -> None:
        print(x.numpy())
    @torch.jit.unused
    def un(self, x: Tensor) -> Tensor:
        return x
    def forward(self, x: Tensor) -> Tensor:
        self.dbg(x)
        return self.un(x)
target = M()
