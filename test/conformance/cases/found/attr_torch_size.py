# A torch.Size as an attribute.
import torch
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.s = torch.zeros(2, 3).shape

    def forward(self, x: Tensor):
        return x.view(self.s)


target = M()
