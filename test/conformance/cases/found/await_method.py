import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
def f(x: Tensor) -> Tensor:
    return x
def h(x: Tensor):
    aw = torch.jit._awaitable(f, x)
    return aw.sum()


target = h
