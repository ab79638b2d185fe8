import torch
from torch import nn
import torch.ao.quantization as tq


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant = tq.QuantStub()
        self.a = nn.Conv2d(3, 4, 3, bias=False)
        self.an = nn.BatchNorm2d(4)
        self.b = nn.Conv2d(4, 4, 3, padding=1)
        self.br = nn.ReLU()
        self.c = nn.Conv2d(4, 4, 1)
        self.d = nn.Linear(4, 3)
        self.dn = nn.BatchNorm1d(3)
        self.e = nn.Linear(3, 2)
        self.er = nn.ReLU()
        self.add = torch.nn.quantized.FloatFunctional()
        self.dequant = tq.DeQuantStub()

    def forward(self, x):
        x = self.an(self.a(self.quant(x)))
        x = self.add.add(self.c(self.br(self.b(x))), x)
        return self.dequant(self.er(self.e(self.dn(self.d(x.mean([2, 3]))))))


m = tq.fuse_modules_qat(Net().train(), [["a", "an"], ["b", "br"], ["d", "dn"], ["e", "er"]])
m.qconfig = tq.get_default_qat_qconfig("qnnpack")
tq.prepare_qat(m, inplace=True)
m(torch.rand(4, 3, 8, 8))
m.apply(tq.disable_observer)
target = tq.convert(m.eval(), inplace=False)
