import torch
from torch import nn
import torch.ao.quantization as q


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.fq = q.FakeQuantize.with_args(observer=q.MovingAverageMinMaxObserver, quant_min=-128, quant_max=127, dtype=torch.qint8, qscheme=torch.per_tensor_symmetric)()

    def forward(self, x):
        self.fq.enable_fake_quant()
        y = self.fq(x)
        self.fq.disable_observer()
        return y


target = M()
