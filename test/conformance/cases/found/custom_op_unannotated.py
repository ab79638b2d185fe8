import torch
from torch import Tensor
from typing import List, Optional, Tuple

@torch.library.custom_op("lens_s::shift", mutates_args=())
def shift(x, by: int = 1) -> Tensor:
    return x + by


def target(x: Tensor) -> Tensor:
    return torch.ops.lens_s.shift(x)
