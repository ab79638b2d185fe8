# An annotated attribute without a value, used.
from torch import Tensor, nn


class M(nn.Module):
    n: int

    def forward(self, x: Tensor):
        return x + self.n


target = M()
