# A method that is only declared is an error, called or not.
import torch
from torch import Tensor, nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.names = object()

    @torch.jit._overload_method
    def extra(self, x: int) -> int:
        pass

    def forward(self, x: Tensor):
        return x + self.names


target = Net()
