import torch
from torch import Tensor
from typing import List, Optional, Tuple

@torch.library.custom_op("lens_o::stack", mutates_args=())
def stack(xs: List[Tensor], sizes: List[int], masks: Optional[Tensor] = None, flag: bool = False) -> Tuple[Tensor, Tensor]:
    return xs[0], xs[1]


def target(x: Tensor) -> Tensor:
    a, b = torch.ops.lens_o.stack([x, x], [1, x.size(0)])
    c, d = torch.ops.lens_o.stack([a, b], 2, x, flag=True)
    return c + d
