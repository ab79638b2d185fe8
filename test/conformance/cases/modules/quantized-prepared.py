"""Observed and not yet converted: observers are hooks, which torch cannot compile."""
import torch
from torch import nn
from torch.ao.quantization import QuantStub, get_default_qconfig, prepare


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant = QuantStub()
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(self.quant(x))


model = Net().eval()
model.qconfig = get_default_qconfig("qnnpack")
target = prepare(model)
