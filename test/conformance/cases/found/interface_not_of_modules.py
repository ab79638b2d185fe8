# A submodule annotated with an interface that is none of modules.
import torch
from torch import Tensor, nn


@torch.jit.interface
class Op:
    def forward(self, x: Tensor) -> Tensor:
        pass


class Twice(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x * 2


class Net(nn.Module):
    op: Op

    def __init__(self):
        super().__init__()
        self.op = Twice()

    def forward(self, x: Tensor) -> Tensor:
        return self.op.forward(x)


target = Net()
