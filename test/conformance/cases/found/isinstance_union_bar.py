import torch
from typing import Any, Optional, Union


def f(x: Any, y: Optional[int], z: Union[int, str]):
    n = 0
    if isinstance(x, Optional[int]):
        n += 1
    if isinstance(y, Union[int, str]):
        n += 2
    if isinstance(z, Union[int, str]):
        n += 4
    return n


target = f
