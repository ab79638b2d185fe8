import torch
from torch import Tensor
from typing import List, Optional, Tuple

@torch.library.custom_op("lens_m::shift", mutates_args=())
def shift(x: Tensor, by: int = 1, scale: float = 0.5, name: Optional[str] = None) -> Tensor:
    return x + by * scale


def target(x: Tensor) -> Tensor:
    return torch.ops.lens_m.shift(x, 3) + torch.ops.lens_m.shift(x, scale=2.0, name="n")
