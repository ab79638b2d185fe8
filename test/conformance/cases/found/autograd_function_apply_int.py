# Where apply is Python it takes anything.
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


def f(x: Tensor):
    return Square.apply(x, 2) + 1


target = f
