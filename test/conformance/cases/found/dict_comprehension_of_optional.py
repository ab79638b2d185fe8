from typing import Dict, Optional, Union

import torch
from torch import Tensor


class M(torch.nn.Module):
    def forward(self, x: Tensor, mask: Optional[Tensor], n: int, f: float):
        both = {i: z for i, z in enumerate((x, mask))}
        numbers: Dict[int, Union[int, float]] = {i: z for i, z in enumerate((n, f))}
        return both, numbers


target = M()
