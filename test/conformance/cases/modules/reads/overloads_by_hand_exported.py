import torch
from torch import Tensor, nn


class M(nn.Module):
    __overloads__ = {"scale": ["scale__0", "scale__1"]}

    @torch.jit.export
    def scale__0(self, x: int) -> int:
        return x * 2

    @torch.jit.export
    def scale__1(self, x: Tensor) -> Tensor:
        return x * 3

    def scale(self, x):
        return x

    def forward(self, x: Tensor):
        return self.scale(x) + self.scale(2)


target = M()
