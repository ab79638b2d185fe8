import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class S(str):
    pass
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.s = S("a")
    def forward(self, x):
        if self.s == "a":
            return x
        return x + 1
target = M()
