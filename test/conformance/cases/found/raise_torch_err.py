# torch.jit.Error is taken for an operator.
import torch


def f(k: str):
    raise torch.jit.Error(k)


target = f
