# Forks of a method and of a submodule.
import torch
import torch.nn as nn
from torch import Tensor


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(2, 2)

    def branch(self, x: Tensor) -> Tensor:
        return self.l(x)

    def forward(self, x: Tensor):
        a = torch.jit.fork(self.branch, x)
        b = torch.jit.fork(self.l, x)
        return torch.jit.wait(a) + torch.jit.wait(b)


target = M()
