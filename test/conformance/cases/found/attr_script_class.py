# Objects of a script class as attributes, one and a list.
import torch
from torch import Tensor, nn


@torch.jit.script
class P:
    def __init__(self, a: int):
        self.a = a


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = P(3)
        self.ps = [P(1), P(2)]

    def forward(self, x: Tensor):
        return x + self.p.a + self.ps[0].a


target = M()
