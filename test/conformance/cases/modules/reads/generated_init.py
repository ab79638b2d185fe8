import torch
from torch import Tensor, nn


space = {}
exec("def __init__(self):\n    super(M, self).__init__()\n    self.k = 3\n", globals(), space)


class M(nn.Module):
    __init__ = space["__init__"]

    def forward(self, x: Tensor):
        return x + self.k


target = M()
