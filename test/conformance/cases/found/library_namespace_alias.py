import torch
from torch import Tensor
from typing import List, Optional, Tuple

lib = torch.library.Library("lens_h", "DEF")
lib.define("twice(Tensor x, int n=2) -> Tensor")
own = torch.ops.lens_h


def target(x: Tensor) -> Tensor:
    return own.twice(x, 4)
