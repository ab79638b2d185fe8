# named_parameters and named_buffers in forward.
import torch
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(2, 2)
        self.register_buffer("q", torch.ones(2))

    def forward(self, x):
        for name, p in self.named_parameters():
            x = x + p.sum()
        for name, b in self.named_buffers():
            x = x + b
        for b in self.buffers():
            x = x + b
        return x


target = M()
