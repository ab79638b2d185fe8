# Lists that hold None.
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = [None, 2.5]
        self.k = [None, None]

    def forward(self, x: Tensor):
        return self.l[0], self.k


target = M()
