# apply in a forward.
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
    def forward(self, x):
        a = Square.apply(x)
        return a.sum()


target = Net()
