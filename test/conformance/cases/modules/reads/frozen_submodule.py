import torch
from torch import Tensor, nn


class N(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(2, 2)

    def forward(self, x: Tensor):
        return self.lin(x)


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.n = torch.jit.freeze(torch.jit.script(N().eval()))

    def forward(self, x: Tensor):
        return self.n(x)


target = M()
