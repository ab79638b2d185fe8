# Optional fields put in order.
from dataclasses import dataclass
from typing import Optional

import torch


@torch.jit.script
@dataclass(order=True)


class P:
    q: Optional[int] = None
    z: str = "a"


def f():
    return P(1) <= P(2), P(3) > P(None)


target = f
