# Modules in a plain list, looped over.
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = [nn.ReLU(), nn.ReLU()]

    def forward(self, x: Tensor):
        for m in self.l:
            x = m(x)
        return x


target = M()
