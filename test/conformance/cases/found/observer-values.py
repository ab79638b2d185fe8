import torch
from torch import nn
import torch.ao.quantization as q

seen = q.MinMaxObserver()
seen(torch.tensor([-1.0, 4.1]))
scale, zero = (float(v) for v in seen.calculate_qparams())
moving = q.MovingAverageMinMaxObserver(0.5, quant_min=0, quant_max=127)
for most in (2.0, 4.0):
    moving(torch.tensor([0.0, most]))
fake = q.FakeQuantize(q.MovingAveragePerChannelMinMaxObserver, qscheme=torch.per_channel_symmetric, dtype=torch.qint8, quant_min=-128, quant_max=127, ch_axis=0)
fake(torch.tensor([[1.275, 0.1], [-2.55, 0.2]]))
before = int(fake.observer_enabled[0])
nn.Sequential(fake).apply(q.disable_observer)
found = [round(scale, 4), zero, moving.max_val.item(), *(round(v, 4) for v in fake.scale.tolist()), before, int(fake.observer_enabled[0])]
if found != [0.02, 50.0, 3.0, 0.01, 0.02, 1, 0]:
    raise ValueError(found)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = scale

    def forward(self, x):
        return x * self.scale


target = Net()
