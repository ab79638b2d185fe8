import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class C:
    __jit_unused_properties__ = ["v"]
    def __init__(self, v: int):
        self._v = v
    @property
    def v(self):
        return self._v.foo
def f(x: int):
    c = C(x)
    return c._v
target = f
