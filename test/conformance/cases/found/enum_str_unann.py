import enum
from enum import Enum, IntEnum
from typing import List, Optional
import torch
import torch.nn as nn


class Kind(str, Enum):
    A = 'a'
    B = 'b'


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.kind = Kind.A

    def forward(self, x):
        if self.kind == Kind.A:
            return x
        return x + 1


target = Net()
