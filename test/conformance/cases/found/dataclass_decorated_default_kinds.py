# Defaults of many kinds.
import math
from dataclasses import dataclass, field

import torch


@torch.jit.script
@dataclass


class P:
    q: int = 4
    f: float = 1
    g: float = math.inf
    n: int = -3
    d: torch.device = torch.device("cpu")
    e: torch.dtype = torch.float32


def f():
    return P().q, P().f, P().g, P().n, P().d, P().e


target = f
