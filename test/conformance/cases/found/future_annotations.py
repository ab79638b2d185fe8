# Annotations that stay text.
from __future__ import annotations
from typing import Optional
from torch import Tensor


def f(x: Optional[Tensor], y: list[int], z: int | None):
    return x, y, z


target = f
