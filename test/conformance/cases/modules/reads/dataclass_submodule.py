import dataclasses
import torch
from torch import Tensor, nn


@dataclasses.dataclass(eq=False)
class Inner(nn.Module):
    size: int = 3

    def __post_init__(self):
        super().__init__()
        self.lin = nn.Linear(self.size, 2)

    def forward(self, x: Tensor):
        return self.lin(x)


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner(4)

    def forward(self, x: Tensor):
        return self.inner(x)


target = M()
