# A property marked unused, used.
from torch import Tensor, nn


class M(nn.Module):
    __jit_unused_properties__ = ["a"]

    @property
    def a(self):
        return 3

    def forward(self, x: Tensor):
        return x + self.a


target = M()
