# A module class as an attribute, made in forward.
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.ReLU

    def forward(self, x: Tensor):
        return self.f()(x)


target = M()
