# An attribute read in a with block behind an early return.
import torch
import torch.nn as nn
from torch import Tensor


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.k = 3

    def forward(self, x: Tensor, n: int):
        if n > 3:
            return x
        with torch.no_grad():
            y = self.k
        return x + y


target = M()
