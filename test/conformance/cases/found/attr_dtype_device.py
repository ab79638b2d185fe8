# A dtype, a device, a layout and a memory format as attributes.
import torch
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.t = torch.float32
        self.d = torch.device("cpu")
        self.l = torch.strided
        self.m = torch.contiguous_format

    def forward(self, x: Tensor):
        return torch.zeros(2, dtype=self.t, device=self.d)


target = M()
