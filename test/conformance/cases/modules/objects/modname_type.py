import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.type = nn.Embedding(2, 4)
    def forward(self, x):
        return self.type(x)
target = M()
