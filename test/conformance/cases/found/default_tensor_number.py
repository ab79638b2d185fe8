# A Tensor as the default of numbers.
from typing import Tuple

import torch


def f(a: int = torch.ones(1), b: float = torch.ones(1), c: Tuple[int, float] = (torch.ones(1), torch.ones(1))):
    return a


target = f
