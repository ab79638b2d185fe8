import dataclasses
import torch
from torch import Tensor, nn
from typing import Any, Callable, Dict, Final, List, NamedTuple, Optional, Tuple, Union
@torch.jit._overload  # noqa: F811
def f(x1: int) -> int: pass
@torch.jit._overload  # noqa: F811
def f(x1: str) -> str: pass
def f(a):  # noqa: F811
    return a
def g(x: Tensor):
    return f(1)


target = g
