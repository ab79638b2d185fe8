import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class M(nn.Module):
    @torch.jit._drop
    def g(self, x):
        return x.foo().bar
    def forward(self, x):
        return self.g(x)
target = M()
