import torch
from torch import Tensor
from typing import List, Optional, Tuple

@torch.library.custom_op("lens_r::shift", mutates_args=())
def shift(x: Tensor, by: int = 1) -> Tensor:
    return x + by


def target(x: Tensor) -> Tensor:
    return torch.ops.lens_r.shift(x, 1.5)
