import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class M(nn.Module):
    __jit_unused_properties__ = ["p"]
    @property
    def p(self):
        raise ValueError("no")
    def forward(self, x):
        return x
target = M()
