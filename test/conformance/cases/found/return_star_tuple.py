# A tuple without parentheses that begins with a starred tuple.
from typing import Tuple

import torch


def f(t: Tuple[torch.Tensor, int]):
    return *(1, "a"), t[0], *t


target = f
