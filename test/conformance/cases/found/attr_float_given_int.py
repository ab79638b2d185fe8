# A float attribute that is given an int.
from torch import Tensor, nn


class M(nn.Module):
    n: float

    def __init__(self):
        super().__init__()
        self.n = 1

    def forward(self, x: Tensor):
        return self.n


target = M()
