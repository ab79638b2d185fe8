import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class M(nn.Module):
    act = None
    def __init__(self):
        super().__init__()
        self.act = nn.GELU()
    def forward(self, x):
        return self.act(x)
target = M()
