# Refinement of a Union by isinstance.
from typing import Union
from torch import Tensor


def f(x: Union[int, str, Tensor]) -> str:
    if isinstance(x, (int, str)):
        y = str(x)
    else:
        y = str(x.sum())
    if not isinstance(x, Tensor):
        return y + "a"
    return y


target = f
