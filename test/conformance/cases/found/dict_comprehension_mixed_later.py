# Values of different types in a dict comprehension: torch goes on to the next error.
from typing import Optional

from torch import Tensor


def f(x: int, mask: Optional[Tensor]):
    both = {i: z for i, z in enumerate((x, mask))}
    return both, mask + 1


target = f
