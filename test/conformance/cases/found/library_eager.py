import torch
from torch import Tensor
from typing import List, Optional, Tuple

lib = torch.library.Library("lens_k", "DEF")
lib.define("twice(Tensor x, int n=2) -> Tensor")


def twice(x, n=2):
    return x * n


lib.impl("twice", twice, "CompositeImplicitAutograd")


class Fixed(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("two", torch.ops.lens_k.twice(torch.ones(3)))
        self.width = int(torch.ops.lens_k.twice(torch.ones(1), 8).item())

    def forward(self, x):
        return x * self.two * self.width


target = Fixed()
