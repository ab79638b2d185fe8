import re
from torch import Tensor, nn


class Base(nn.Module):
    @property
    def __name__(self):
        return re.sub("([a-z])([A-Z])", r"\1_\2", self.__class__.__name__).lower()

    @property
    def __bases__(self):
        return self.missing

    @property
    def factor(self) -> int:
        return 3


class Pair:
    def __init__(self, a: Tensor, b: Tensor):
        self.a = a
        self.b = b

    @property
    def __name__(self):
        return re.sub("a", "b", self.__class__.__name__)


class M(Base):
    def __init__(self):
        super().__init__()
        self.loss = Base()

    def forward(self, x: Tensor) -> Tensor:
        p = Pair(x, x)
        return p.a * self.factor + self.loss.factor


target = M()
