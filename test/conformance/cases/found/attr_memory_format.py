# A memory format as an attribute, used.
import torch
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = torch.channels_last

    def forward(self, x: Tensor):
        return x.contiguous(memory_format=self.m)


target = M()
