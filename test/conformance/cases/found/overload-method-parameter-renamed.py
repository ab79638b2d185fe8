import torch
from torch import nn


class Scale(nn.Module):
    @torch.jit._overload_method
    def add(self, x: int) -> int:
        pass

    @torch.jit._overload_method
    def add(self, x: torch.Tensor) -> torch.Tensor:
        pass

    def add(self, y):
        return y + 1

    def forward(self, x: torch.Tensor, n: int):
        return self.add(x) * self.add(n)


target = Scale()
