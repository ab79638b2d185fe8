# apply with a number first, which is no Tensor.
from torch import Tensor
from torch.autograd import Function


class Square(Function):
    @staticmethod
    def forward(ctx, x, n=2):
        return x * x

    @staticmethod
    def backward(ctx, g):
        return g, None


def f(x: int):
    return Square.apply(x, x)


target = f
