import torch
from torch import Tensor


class C:
    def __init__(self, a: "torch.Tensor"):
        self.a = a


def target(x: Tensor):
    return C(x).a
