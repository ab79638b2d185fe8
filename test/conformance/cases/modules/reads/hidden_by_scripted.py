import torch
from torch import Tensor, nn


class M(nn.Module):
    act = torch.jit.script(nn.ReLU())

    def __init__(self):
        super().__init__()
        self.act = nn.Tanh()

    def forward(self, x: Tensor):
        return self.act(x)


target = M()
