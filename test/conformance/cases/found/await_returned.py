import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
def g(x: Tensor) -> Tensor:
    return x
def f(x: Tensor) -> torch.jit._Await[Tensor]:
    return torch.jit._awaitable(g, x)


target = f
