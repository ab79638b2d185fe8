import torch
from torch import nn
import torch.ao.quantization as q


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant = q.QuantStub()
        self.conv = nn.Conv2d(3, 4, 3)
        self.bn = nn.BatchNorm2d(4)
        self.relu = nn.ReLU()
        self.fc = nn.Linear(4, 2)
        self.dequant = q.DeQuantStub()

    def forward(self, x):
        x = self.relu(self.bn(self.conv(self.quant(x))))
        return self.dequant(self.fc(x.mean((2, 3))))


m = M().train()
m.qconfig = q.QConfig(activation=q.FakeQuantize.with_args(observer=q.MinMaxObserver, quant_min=0, quant_max=255), weight=q.default_weight_fake_quant)
target = q.prepare_qat(m)
