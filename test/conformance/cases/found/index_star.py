# A star in an index.
from typing import Tuple

import torch


def f(x: torch.Tensor, t: Tuple[int, int]):
    return x[*t]


target = f
