import dataclasses
import torch
from torch import Tensor, nn


@dataclasses.dataclass(eq=False)
class Base(nn.Module):
    size: int = 3

    def __post_init__(self):
        super().__init__()


class M(Base):
    def __init__(self):
        super().__init__()
        self.k = 2

    def forward(self, x: Tensor):
        return x + self.size


target = M()
