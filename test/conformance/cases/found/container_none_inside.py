# None in a ModuleList.
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.ModuleList([nn.ReLU(), None])

    def forward(self, x):
        for m in self.l:
            if m is not None:
                x = m(x)
        return x


target = M()
