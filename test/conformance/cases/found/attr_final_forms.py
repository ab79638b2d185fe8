# Final with a type, with a value, and bare.
from torch.jit import Final
from typing import List

from torch import Tensor, nn


class M(nn.Module):
    a: Final[int]
    b: Final[List[int]] = [1, 2]
    c: Final = 3

    def __init__(self):
        super().__init__()
        self.a = 4

    def forward(self, x: Tensor):
        return x + self.a, self.b


target = M()
