import torch
from torch import Tensor
from typing import List, Optional, Tuple

lib = torch.library.Library("lens_g", "DEF")
lib.define("twice(Tensor x, int n=2) -> Tensor")
twice = torch.ops.lens_g.twice.default


def target(x: Tensor) -> Tensor:
    return twice(x)
