import torch
from torch import nn
import torch.ao.quantization as q


class Own(q.ObserverBase):
    def __init__(self):
        super().__init__(dtype=torch.quint8)
        self.register_buffer("m", torch.zeros(1))

    def forward(self, x):
        self.m.copy_(x.max())
        return x

    @torch.jit.export
    def calculate_qparams(self):
        return self.m, self.m


target = Own()
