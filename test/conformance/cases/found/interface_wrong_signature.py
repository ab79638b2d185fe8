# A class that does not fit an interface.
import torch


@torch.jit.interface
class I:
    def a(self, x: int) -> int:
        pass


@torch.jit.script
class A:
    def __init__(self):
        self.k = 1

    def a(self, x: str) -> int:
        return 1


def use(i: I, x: int):
    return i.a(x)


def f(x: int):
    return use(A(), x)


target = f
