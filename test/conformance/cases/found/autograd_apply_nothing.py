# apply without arguments lacks what stands for the class.
from torch import Tensor
from torch.autograd import Function


class Square(Function):
    @staticmethod
    def forward(ctx, x, n=2):
        return x * x

    @staticmethod
    def backward(ctx, g):
        return g, None


def f(x: str):
    return Square.apply()


target = f
