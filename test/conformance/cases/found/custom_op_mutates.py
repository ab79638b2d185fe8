import torch
from torch import Tensor
from typing import List, Optional, Tuple

@torch.library.custom_op("lens_p::zero", mutates_args=("out",))
def zero(x: Tensor, out: Tensor) -> None:
    out.copy_(x)


def target(x: Tensor, y: Tensor) -> Tensor:
    torch.ops.lens_p.zero(x, y)
    return y
