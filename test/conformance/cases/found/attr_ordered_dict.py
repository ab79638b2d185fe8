# An OrderedDict and an empty defaultdict as attributes.
from collections import OrderedDict, defaultdict

from torch import Tensor, nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.d = OrderedDict([("b", 1), ("a", 2)])
        self.e = defaultdict(int)

    def forward(self, x: Tensor):
        return self.d["b"]


target = M()
