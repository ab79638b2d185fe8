# The setter of a property of a class is unused: it is there, and raises.
import torch


@torch.jit.script
class Box:
    def __init__(self):
        self.v = 1

    @property
    def value(self) -> int:
        return self.v

    @value.setter
    @torch.jit.unused
    def value(self, x: int) -> None:
        self.v = x


def target(x):
    box = Box()
    box.value = 4
    return x * box.value
