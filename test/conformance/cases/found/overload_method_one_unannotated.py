# One of two declarations of an overloaded method says nothing of types.
import torch
from torch import nn


class Padding(nn.Module):
    @torch.jit._overload_method  # noqa: F811
    def pad(self, x, width):  # noqa: F811
        pass

    @torch.jit._overload_method  # noqa: F811
    def pad(self, x: torch.Tensor, width: float) -> torch.Tensor:  # noqa: F811
        pass

    def pad(self, x, width):  # noqa: F811
        return x + width

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.pad(x, 0.5)


target = Padding()
