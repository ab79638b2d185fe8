# A bound method given to torch.jit.script.
from torch import nn


class M(nn.Module):
    def forward(self, x):
        return x

    def g(self, x):
        return x


target = M().g
