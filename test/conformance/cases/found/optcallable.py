# An Optional Callable as annotation.
from typing import Optional
from torch import Tensor
from typing import Callable


def f(x: Tensor, y: Optional[Callable] = None):
    return 1


target = f
