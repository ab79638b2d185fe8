from typing import Optional, Tuple

import torch
from torch import Tensor, nn

Pair = Tuple[Tensor, Optional[Tensor]]
MaybeInt = Optional[int]


@torch.jit._overload  # noqa: F811
def normalised(x, size):
    # type: (Tensor, MaybeInt) -> Pair  # noqa
    pass


@torch.jit._overload  # noqa: F811
def normalised(x, size):  # noqa: F811
    # type: (int, MaybeInt) -> int  # noqa
    pass


def normalised(x, size=None):  # noqa: F811
    if isinstance(x, int):
        return x
    return x, None


class Norm(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        y, _ = normalised(x, 3)
        return y * normalised(2, None)


target = Norm()
