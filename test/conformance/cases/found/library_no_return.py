import torch
from torch import Tensor
from typing import List, Optional, Tuple

lib = torch.library.Library("lens_j", "DEF")
lib.define("note(Tensor x, str text) -> ()")
lib.define("fill_(Tensor(a!) x, Scalar value) -> Tensor(a!)")


def target(x: Tensor) -> Tensor:
    torch.ops.lens_j.note(x, "here")
    return torch.ops.lens_j.fill_(x, 1)
