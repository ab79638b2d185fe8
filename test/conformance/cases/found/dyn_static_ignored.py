import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    @staticmethod
    @torch.jit.ignore
    def helper(x):
        return x.numpy()
    def forward(self, x):
        return self.helper(x)
target = M()
