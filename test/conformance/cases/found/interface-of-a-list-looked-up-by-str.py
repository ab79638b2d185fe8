import torch
from torch import Tensor, nn


@torch.jit.interface
class Op(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class Twice(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x * 2


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.ops = nn.ModuleList([Twice(), Twice()])

    def forward(self, x: Tensor, which: str) -> Tensor:
        op: Op = self.ops[which]
        return op.forward(x)


target = Net()
