import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class B(nn.Module):
    @torch.jit._overload_method
    def g(self, x: int) -> int:  # noqa
        pass
    @torch.jit._overload_method
    def g(self, x: str) -> str:  # noqa
        pass
    def g(self, x):
        return x
    def forward(self, x):
        return self.g(3)
class M(B):
    def forward(self, x):
        return self.g("e")
target = M()
