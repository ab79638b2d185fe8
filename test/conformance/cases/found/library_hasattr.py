import torch
from torch import Tensor
from typing import List, Optional, Tuple

lib = torch.library.Library("lens_t", "DEF")
lib.define("twice(Tensor x) -> Tensor")


def target(x: Tensor) -> Tensor:
    if hasattr(torch.ops.lens_t, "twice"):
        return torch.ops.lens_t.twice(x)
    return x
