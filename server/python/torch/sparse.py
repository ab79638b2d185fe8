"""Names of torch.sparse, and the sum of a sparse tensor, which is compiled from here."""
from typing import Optional, Tuple

import torch
from torch import Tensor

DimOrDims = Optional[Tuple[int]]


def sum(input: Tensor, dim: DimOrDims = None, dtype: Optional[int] = None) -> Tensor:
    if dtype is None:
        if dim is not None:
            return torch._sparse_sum(input, dim)
        else:
            return torch._sparse_sum(input)
    else:
        if dim is not None:
            return torch._sparse_sum(input, dim, dtype=dtype)
        else:
            return torch._sparse_sum(input, dtype=dtype)
