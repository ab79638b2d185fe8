# In a class the names around all of its methods are known, those behind a decorator's wrapper, too.
import torch
from torch import Tensor


def twice(x: Tensor) -> Tensor:
    return x * 2


class Box:
    def __init__(self):
        self.k = 1

    @torch.no_grad()
    def like(self, x: Tensor) -> Tensor:
        return twice(torch.zeros_like(x))

    def add(self, x: Tensor) -> Tensor:
        return self.like(x)


def target(x: Tensor):
    return Box().add(x)
