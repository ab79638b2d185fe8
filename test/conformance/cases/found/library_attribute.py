import torch
from torch import Tensor
from typing import List, Optional, Tuple

lib = torch.library.Library("lens_i", "DEF")
lib.define("twice(Tensor x, int n=2) -> Tensor")


class Holder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.op = torch.ops.lens_i.twice

    def forward(self, x):
        return self.op(x, 5)


target = Holder()
