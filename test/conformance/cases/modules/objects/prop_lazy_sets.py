import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class M(nn.Module):
    @torch.jit.unused
    @property
    def cache(self):
        if not hasattr(self, "_cache"):
            self._cache = 3
        return self._cache
    def forward(self, x):
        return x + self._cache
target = M()
