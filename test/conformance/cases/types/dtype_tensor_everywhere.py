# torch.LongTensor and the like are Tensor wherever a type is written, with a warning
from typing import List, Optional

import torch
from torch import LongTensor, Tensor


def target(x: LongTensor, y: List[torch.FloatTensor], z: Optional["torch.IntTensor"] = None) -> torch.LongTensor:
    kept: torch.ByteTensor = x
    if isinstance(kept, torch.BoolTensor):
        return kept
    return torch.jit.annotate(torch.HalfTensor, x)
