import torch
from torch import Tensor
from typing import List, Optional, Tuple

@torch.library.custom_op("lens_n::shift", mutates_args=())
def shift(x: Tensor, by: int = 1) -> Tensor:
    return x + by


class Shifted(torch.nn.Module):
    def forward(self, x):
        return shift(x, 3)


target = Shifted()
