"""Quantized after training: fused, observed, run once, converted."""
import torch
from torch import nn
from torch.ao.quantization import DeQuantStub, QuantStub, convert, fuse_modules, get_default_qconfig, prepare
from torch.ao.nn.quantized import FloatFunctional


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant = QuantStub()
        self.conv = nn.Conv2d(3, 4, 3)
        self.bn = nn.BatchNorm2d(4)
        self.relu = nn.ReLU()
        self.plain = nn.Conv2d(4, 4, 1, bias=False)
        self.drop = nn.Dropout(0.1)
        self.act = nn.Hardswish()
        self.sum = FloatFunctional()
        self.fc = nn.Linear(4, 4)
        self.fc_relu = nn.ReLU()
        self.last = nn.Linear(4, 2, bias=False)
        self.dequant = DeQuantStub()

    def forward(self, x):
        x = self.quant(x)
        x = self.relu(self.bn(self.conv(x)))
        x = self.sum.add_relu(x, self.act(self.plain(self.drop(x))))
        x = self.fc_relu(self.fc(x.mean([2, 3])))
        return self.dequant(self.last(x))


model = Net().eval()
model.qconfig = get_default_qconfig("qnnpack")
model = prepare(fuse_modules(model, [["conv", "bn", "relu"], ["fc", "fc_relu"]]))
model(torch.rand(1, 3, 8, 8))
target = convert(model)
