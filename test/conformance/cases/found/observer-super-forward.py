import torch
from torch import nn
import torch.ao.quantization as q


class Own(q.MinMaxObserver):
    def forward(self, x):
        return super().forward(x) * 2


target = Own()
