# A decorated dataclass without __eq__, with an Optional field.
from dataclasses import dataclass, field
from typing import Optional

import torch
from torch import Tensor


@torch.jit.script
@dataclass(eq=False, repr=False)


class P:
    a: int
    t: Optional[Tensor] = None


def f():
    p = P(3)
    return p.a, p.t


target = f
