# getattr of submodules, and with defaults.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.ReLU()
        self.conv0 = nn.Linear(2, 2)

    def forward(self, x):
        x = getattr(self, "a")(x)
        x = getattr(self, "conv0")(x)
        y = getattr(self, "zz", None)
        z = getattr(self, "k", 3)
        if y is None:
            x = x + z
        return x


target = M()
