import torch
from torch import nn


class C:
    def __init__(self, a: "int" | None):
        self.a = 1


def target():
    return C(1).a


target = target
