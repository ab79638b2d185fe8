# A Tensor as the default of a complex number.
import torch


def f(a: complex = torch.ones(1)):
    return a


target = f
