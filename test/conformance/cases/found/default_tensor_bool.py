# A Tensor as the default of a bool.
import torch


def f(a: bool = torch.ones(1)):
    return a


target = f
