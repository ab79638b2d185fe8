import torch
from torch import nn, Tensor
from typing import *


class W(nn.Module):
    @torch.jit._overload_method
    def hello(self, x: int) -> int:
        pass
    @torch.jit._overload_method
    def hello(self, x: Tensor) -> Tensor:
        pass
    def hello(self, x):
        return x
    def forward(self, x):
        return self.hello(x)
class W(nn.Module):
    @torch.jit._overload_method
    def hello(self, x: int) -> int:
        pass
    @torch.jit._overload_method
    def hello(self, x: Tensor) -> Tensor:
        pass
    def hello(self, x):
        return x
    def forward(self, x):
        return self.hello(x)
target = W()
