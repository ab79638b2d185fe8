# Constants of several kinds in one list, a dict among them.
from torch import nn


class M(nn.Module):
    __constants__ = ["a", "b", "c", "d"]

    def __init__(self):
        super().__init__()
        self.a = [1, 2.0, "x"]
        self.b = (1, None, True)
        self.c = {"k": 1}
        self.d = None

    def forward(self, x):
        return self.a[1], self.b, self.d


target = M()
