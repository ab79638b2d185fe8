import torch
from torch import Tensor
from typing import List, Optional, Tuple

@torch.library.custom_op("lens_q::cast", mutates_args=())
def cast(x: Tensor, dtype: torch.dtype = torch.float16, device: Optional[torch.device] = None, *, factor: float) -> Tensor:
    return x.to(dtype)


def target(x: Tensor) -> Tensor:
    return torch.ops.lens_q.cast(x, torch.float32, factor=1.0) + torch.ops.lens_q.cast(x, factor=2.0)
