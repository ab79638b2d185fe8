# Methods and properties of a decorated dataclass.
from dataclasses import dataclass, field

import torch


@torch.jit.script
@dataclass


class Box:
    x: float
    y: float

    def area(self, scale: float = 2.0) -> float:
        return self.x * self.y * scale

    @property
    def half(self) -> float:
        return self.x / 2

    @staticmethod
    def unit() -> float:
        return 1.0


def f():
    b = Box(1.0, 2.0)
    return b.area() + b.half + Box.unit()


target = f
