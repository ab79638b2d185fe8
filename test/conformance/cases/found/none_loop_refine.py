# A sum over optional tensors.
from typing import List, Optional
from torch import Tensor


def f(xs: List[Optional[Tensor]]) -> Tensor:
    out: Optional[Tensor] = None
    for x in xs:
        if x is not None:
            if out is None:
                out = x
            else:
                out = out + x
    assert out is not None
    return out


target = f
