"""Fused and not quantized; convolutions over signals and volumes; pooling between."""
import torch
from torch import nn
from torch.ao.quantization import fuse_modules


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(3, 4, 3)
        self.bn = nn.BatchNorm1d(4)
        self.relu = nn.ReLU()
        self.body = nn.Sequential(nn.Conv1d(4, 4, 3, padding=1), nn.BatchNorm1d(4), nn.ReLU(), nn.MaxPool1d(2))

    def forward(self, x):
        return self.body(self.relu(self.bn(self.conv(x))))


target = fuse_modules(fuse_modules(Net().eval(), ["conv", "bn", "relu"]), [["body.0", "body.1", "body.2"]], inplace=True)
