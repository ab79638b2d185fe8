from collections import OrderedDict
from enum import Enum
from typing import Any, Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn


class Plain:
    def __init__(self):
        self.n = 3


class Model(nn.Module):
    v: Plain

    def __init__(self):
        super().__init__()
        self.v = {"n": 3}

    def forward(self, x: Tensor):
        return x


target = Model()
