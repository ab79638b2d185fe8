import torch
from torch import Tensor, nn


@torch.jit.interface
class Op(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class Net(nn.Module):
    op: Op

    def __init__(self):
        super().__init__()
        self.op = [nn.ReLU()]

    def forward(self, x: Tensor) -> Tensor:
        return self.op.forward(x)


target = Net()
