import torch
from torch import nn
from torch.ao.quantization import *


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.q = QuantStub()

    def forward(self, x):
        return self.q(x)


target = M()
