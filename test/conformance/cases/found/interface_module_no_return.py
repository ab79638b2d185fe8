# A module interface without a return annotation.
import torch
from torch import Tensor, nn


@torch.jit.interface
class I(nn.Module):
    def forward(self, x: Tensor):
        pass


class M(nn.Module):
    p: I

    def __init__(self):
        super().__init__()
        self.p = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.p.forward(x)


target = M()
