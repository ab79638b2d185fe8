# apply under a global name.
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


square = Square.apply


def f(x: Tensor):
    return square(x)


target = f
