import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.ds = [torch.float32, torch.float16]
    def forward(self, x):
        return x.to(self.ds[0])
target = M()
