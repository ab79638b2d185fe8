# Tensors in the default of a list of numbers in a tuple.
from typing import Optional

import torch


def f(a: Optional[int] = torch.ones(2)):
    return a


target = f
