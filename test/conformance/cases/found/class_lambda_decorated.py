# A class with a lambda that is decorated, used in a function.
import torch


@torch.jit.script
class Box:
    key = lambda self: 1

    def __init__(self):
        self.k = 1

    def get(self) -> int:
        return self.k


def target(x):
    return x + Box().get()
