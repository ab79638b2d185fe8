from collections import OrderedDict
from enum import Enum
from typing import Any, Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn


class Model(nn.Module):
    v: Optional[int]

    def __init__(self):
        super().__init__()
        self.v = nn.Parameter(torch.ones(2))

    def forward(self, x: Tensor):
        return x


target = Model()
