# None assigned to a submodule.
from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.ReLU()

    def forward(self, x: Tensor):
        self.a = None
        return x


target = M()
