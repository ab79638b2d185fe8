import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(2, 4)
    def head(self, x):
        return x
    def forward(self, x):
        return self.head(x)
target = M()
