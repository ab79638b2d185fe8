# A tuple without parentheses that begins with a starred list.
from typing import Tuple

import torch


def f(t: Tuple[torch.Tensor, int]):
    return *[1], t[0]


target = f
