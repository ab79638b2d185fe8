"""Norms, activations and transposed convolutions over quantized tensors."""
import torch
from torch import nn
from torch.ao.quantization import DeQuantStub, QuantStub, convert, get_default_qconfig, prepare


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant, self.dequant = QuantStub(), DeQuantStub()
        self.up = nn.ConvTranspose2d(3, 4, 3, stride=2)
        self.group = nn.GroupNorm(2, 4)
        self.instance = nn.InstanceNorm2d(4)
        self.elu = nn.ELU(0.5)
        self.layer = nn.LayerNorm(7)
        self.line = nn.ConvTranspose1d(4, 4, 3)
        self.norm = nn.InstanceNorm1d(4, affine=True)

    def forward(self, x):
        x = self.elu(self.instance(self.group(self.up(self.quant(x)))))
        y = self.norm(self.line(x.flatten(2)))
        return self.dequant(self.layer(x)), self.dequant(y)


model = Net().eval()
model.qconfig = get_default_qconfig("qnnpack")
prepare(model, inplace=True)
model(torch.rand(2, 3, 3, 3))
target = convert(model, inplace=True)
