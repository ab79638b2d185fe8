# torch.jit.script of a dataclass writes its methods.
from dataclasses import dataclass

import torch


@dataclass
class Size:
    width: int
    scale: float = 1.0

    def area(self) -> float:
        return self.width * self.scale


target = Size
