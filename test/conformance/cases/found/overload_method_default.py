import dataclasses
import enum
import functools
import math
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from typing import Any, Callable, ClassVar, Dict, Final, Generic, List, NamedTuple, Optional, Tuple, TypeVar, Union

def helper(a: Tensor, k: int = 2) -> Tensor:
    return a * k
class M(nn.Module):
    @torch.jit._overload_method  # noqa: F811
    def h(self, x: int, k: int = 1) -> int: ...
    @torch.jit._overload_method  # noqa: F811
    def h(self, x: Tensor, k: int = 1) -> Tensor: ...
    def h(self, x, k=1):  # noqa: F811
        return x + k
    def forward(self, x: Tensor):
        return self.h(1), self.h(x, 2), self.h(x, k=3)


target = M()
