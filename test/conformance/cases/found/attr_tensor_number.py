# A Tensor in an attribute that is annotated as a number.
import torch
from torch import Tensor, nn


class Net(nn.Module):
    a: int

    def __init__(self):
        super().__init__()
        self.a = torch.ones(1)

    def forward(self, x: Tensor):
        return x + self.a


target = Net()
