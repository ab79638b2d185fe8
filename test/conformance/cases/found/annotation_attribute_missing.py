import torch
from torch import Tensor, nn
from typing import Any, Dict, List, NamedTuple, Optional, Tuple, Union
class Q:
    here = int
def g(x: Tensor) -> Tensor:
    return x
def f(x: Q.nope) -> Tensor:
    return x


target = f
