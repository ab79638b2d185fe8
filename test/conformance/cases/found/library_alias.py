import torch
from torch import Tensor
from typing import List, Optional, Tuple

lib = torch.library.Library("lens_e", "DEF")
lib.define("pack(Tensor[] xs, float? scale=None, str mode=\"sum\") -> Tensor")
pack = torch.ops.lens_e.pack


def target(x: Tensor) -> Tensor:
    return pack([x, x], mode="mean")
