# apply as an attribute of a module has no type.
import torch
from torch import Tensor, nn
from torch.autograd import Function


class Square(Function):
    @staticmethod
    def forward(ctx, x, n=2):
        return x * x

    @staticmethod
    def backward(ctx, g):
        return g, None


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = Square.apply

    def forward(self, x):
        return self.f(x)


target = Net()
