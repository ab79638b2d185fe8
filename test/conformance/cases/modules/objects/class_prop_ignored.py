import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


@torch.jit.script
class C:
    def __init__(self, v: int):
        self._v = v
    @property
    @torch.jit.ignore
    def v(self) -> int:
        return self._v
def f(x: int):
    c = C(x)
    return c.v
target = f
