"""Quantized layers, built as they are."""
import torch
import torch.ao.nn.quantized as nnq
import torch.ao.nn.quantized.dynamic as nnqd
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant = nnq.Quantize(0.1, 3, torch.quint8)
        self.one = nnq.Conv1d(3, 4, 3, padding=1)
        self.two = nnq.Conv2d(4, 4, 3, stride=2, groups=2)
        self.three = nnq.Conv3d(4, 2, 1, bias=False)
        self.mirror = nnq.Conv2d(4, 4, 3, padding=1, padding_mode="reflect")
        self.six = nnq.ReLU6()
        self.norm = nnq.BatchNorm2d(4)
        self.lin = nnq.Linear(4, 2)
        self.fun = nnq.QFunctional()
        self.dyn = nnqd.Linear(2, 2)
        self.back = nnq.DeQuantize()

    def forward(self, x):
        x = self.two(self.one(self.quant(x)).unsqueeze(2))
        x = self.six(self.norm(self.mirror(x)))
        x = self.fun.cat([x, self.fun.mul_scalar(x, 2.0)], dim=0)
        y = self.three(x.unsqueeze(2))
        return self.dyn(self.back(self.lin(x.mean([2, 3])))), self.back(y)


target = Net().eval()
