import torch
from torch import Tensor, nn


class Net(nn.Module):
    @torch.jit.ignore
    def debug(self, x: "Tensor") -> Tensor:
        return x + 1

    def forward(self, x: Tensor) -> Tensor:
        return self.debug(x)


target = Net()
