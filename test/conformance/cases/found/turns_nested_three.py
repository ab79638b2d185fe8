import torch
from torch import nn


class Knob(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.k


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.ModuleList([Knob(1), Knob(2.0), Knob(3), Knob(4.0)])
        self.b = nn.ModuleList([Knob(1.0), Knob(2), Knob(3.0)])
        self.c = nn.ModuleList([Knob(1), Knob(2), Knob(3.0)])

    def forward(self, x: torch.Tensor):
        out = [x]
        for one in self.a:
            for two in self.b:
                for three in self.c:
                    out.append(three(x) * two.k)
                    out.append(x * one.k * three.k)
                out.append(two(out[-1]) * one.k)
        return out


target = Net()
