# Up to pass only expressions are refused, and what follows it is not looked at.
import torch
from torch import Tensor, nn


@torch.jit.interface
class Op(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        """Maps x."""
        y = undefined
        pass
        return y.nothing()

    def cost(self, n: int) -> int:
        if True:
            pass
        return 1
        pass


class Twice(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x * 2

    @torch.jit.export
    def cost(self, n: int) -> int:
        return n


class Net(nn.Module):
    op: Op

    def __init__(self):
        super().__init__()
        self.op = Twice()

    def forward(self, x: Tensor) -> Tensor:
        return self.op.forward(x) * self.op.cost(2)


target = Net()
