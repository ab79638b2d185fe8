from collections import OrderedDict
from enum import Enum
from typing import Any, Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn


class Color(Enum):
    RED = 1


class Name(Enum):
    A = "a"


class Model(nn.Module):
    v: Color

    def __init__(self):
        super().__init__()
        self.v = Name.A

    def forward(self, x: Tensor):
        return x


target = Model()
