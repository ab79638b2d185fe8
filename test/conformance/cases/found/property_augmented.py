# += on a property with a setter.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self._k = 3

    @property
    def k(self) -> int:
        return self._k

    @k.setter
    def k(self, v: int):
        self._k = v

    def forward(self, x):
        self.k += 2
        return x + self.k


target = M()
