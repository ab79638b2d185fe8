# A class attribute read by the class's name.
from torch import Tensor, nn


class M(nn.Module):
    K: int = 3

    def forward(self, x: Tensor):
        return x + M.K


target = M()
