# Defaults of every kind.
from typing import List, Optional, Tuple
from torch import Tensor


def g(x: Tensor, k: int = 2, s: str = "a", o: Optional[int] = None, l: List[int] = [1, 2], t: Tuple[int, int] = (1, 2), b: bool = True, q: float = 1):
    return x


def f(x: Tensor):
    return g(x) + g(x, 3) + g(x, k=4, b=False) + g(x, q=2.0, o=3)


target = f
