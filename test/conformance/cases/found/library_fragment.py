import torch
from torch import Tensor
from typing import List, Optional, Tuple

torch.library.define("lens_l::twice", "(Tensor x, int n=2) -> Tensor")


@torch.library.impl("lens_l::twice", "default")
def twice(x, n=2):
    return x * n


def target(x: Tensor) -> Tensor:
    return torch.ops.lens_l.twice(x)
