# An Optional buffer, assigned and refined.
from typing import Optional

from torch import Tensor, nn


class M(nn.Module):
    b: Optional[Tensor]

    def __init__(self):
        super().__init__()
        self.register_buffer("b", None)

    def forward(self, x: Tensor):
        self.b = x
        b = self.b
        assert b is not None
        return b + 1


target = M()
