import enum
from enum import Enum, IntEnum
from typing import List, Optional
import torch
import torch.nn as nn


class Kind(str, Enum):
    A = 'a'
    B = 'b'


class Net(nn.Module):
    kind: torch.jit.Final[Kind]

    def __init__(self):
        super().__init__()
        self.kind = Kind.B

    def forward(self, x):
        return x


target = Net()
