import torch
from torch import nn, Tensor
from torch.distributed.rpc import RRef
from typing import Optional


class M(nn.Module):
    r: Optional[RRef]

    def __init__(self):
        super().__init__()
        self.r = None

    def forward(self, x: Tensor):
        return x


target = M()
