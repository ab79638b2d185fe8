# An attribute annotated Optional[nn.Parameter].
from typing import Optional

import torch
from torch import Tensor, nn


class M(nn.Module):
    w: Optional[nn.Parameter]

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(1))

    def forward(self, x: Tensor):
        return x + self.w


target = M()
