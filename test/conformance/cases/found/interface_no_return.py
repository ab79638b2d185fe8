# An interface method without a return annotation.
import torch


@torch.jit.interface
class I:
    def a(self, x):
        pass


def use(i: I, x):
    return i.a(x)


target = use
