# A decorated dataclass with a default factory.
from dataclasses import dataclass, field
from typing import List

import torch
import torch.nn.functional as F
from torch import nn


@torch.jit.script
@dataclass


class Cfg:
    dim: int
    drop: float = 0.1
    names: List[str] = field(default_factory=lambda: ["a"])


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.cfg = Cfg(3, 0.2)

    def forward(self, x):
        return F.dropout(x, self.cfg.drop)


target = M()
