import torch
from typing import Any, List, Tuple, Dict, Optional, Union


def f(x: Any, xs: List[int]):
    n = 0
    if isinstance(x, Tuple):
        n += 1
    return n


target = f
