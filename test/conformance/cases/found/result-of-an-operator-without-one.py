# What gives nothing counts as an empty tuple with names, as long as it is not folded.
from typing import List

import torch


def sort(xs: List[torch.Tensor]):
    return xs.sort(), sorted(xs)


target = sort
