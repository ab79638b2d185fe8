# An object whose class cannot be compiled, used.
from torch import Tensor, nn


class P:
    def __init__(self, a):
        self.a = {1, 2}


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = P(3)

    def forward(self, x: Tensor):
        return x + self.p.b


target = M()
