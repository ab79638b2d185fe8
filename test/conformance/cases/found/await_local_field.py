import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
@torch.jit.script
class C:
    def __init__(self, a: Tensor):
        self._a = a
def f(x: Tensor) -> C:
    return C(x)
def h(x: Tensor):
    aw = torch.jit._awaitable(f, x)
    return aw._a


target = h
