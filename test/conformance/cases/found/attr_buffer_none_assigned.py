# A None buffer that is assigned a Tensor.
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("b", None)

    def forward(self, x: Tensor):
        self.b = x
        return x


target = M()
