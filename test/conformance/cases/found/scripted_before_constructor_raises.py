"""A decorated function is compiled before the model's constructor raises."""
import torch
from torch import Tensor, nn


@torch.jit.script
def halved(x: Tensor) -> Tensor:
    half: int = "2"
    return x / half


class M(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        if width % 2:
            raise ValueError(f"width has to be even, not {width}")

    def forward(self, x: Tensor) -> Tensor:
        return halved(x)


target = M(3)
