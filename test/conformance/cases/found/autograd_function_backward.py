# backward is an ordinary static method.
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
    return Square.backward(x, x)


target = f
