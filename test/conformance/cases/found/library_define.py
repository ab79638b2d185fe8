import torch
from torch import Tensor
from typing import List, Optional, Tuple

lib = torch.library.Library("lens_a", "DEF")
lib.define("twice(Tensor x, int n=2) -> Tensor")


def twice(x, n=2):
    return x * n


lib.impl("twice", twice, "CompositeImplicitAutograd")


class Scaled(torch.nn.Module):
    def forward(self, x):
        return torch.ops.lens_a.twice(x) + torch.ops.lens_a.twice(x, n=3)


target = Scaled()
