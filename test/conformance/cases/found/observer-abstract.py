import torch
from torch import nn
import torch.ao.quantization as q


class Own(q.ObserverBase):
    def forward(self, x):
        return x


target = Own(torch.quint8)
