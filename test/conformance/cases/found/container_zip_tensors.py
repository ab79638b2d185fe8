# zip of a ModuleList and a list of Tensors.
from typing import List

from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleList([nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2)])

    def forward(self, xs: List[Tensor]):
        for a, b in zip(self.l, xs):
            b = a(b)
        return xs


target = M()
