from typing import Optional, Tuple

import torch
from torch import Tensor, nn

Pair = Tuple[Tensor, Optional[Tensor]]


class Both(nn.Module):
    def forward(self, x, other=None):
        # type: (Tensor, Optional[Tensor]) -> Pair
        return x, other


target = Both()
