import torch
from torch import Tensor
from typing import List, Optional, Tuple

lib = torch.library.Library("lens_f", "DEF")
lib.define("twice(Tensor x, int n=2) -> Tensor")


def target(x: Tensor) -> Tensor:
    return torch.ops.lens_f.twice.default(x)
