import torch
from torch import Tensor, nn


@torch.jit._overload  # noqa: F811
def twice(x: Tensor) -> Tensor:
    pass


@torch.jit._overload  # noqa: F811
def twice(x: int) -> int:  # noqa: F811
    pass


def twice(x):  # noqa: F811
    return x + x


class Holder(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = twice

    def forward(self, x: Tensor) -> Tensor:
        return self.f(x)


target = Holder()
