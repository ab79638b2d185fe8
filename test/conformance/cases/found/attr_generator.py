# A torch.Generator as an attribute.
import torch
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.g = torch.Generator()

    def forward(self, x):
        return torch.rand(2, generator=self.g)


target = M()
