from collections import OrderedDict
from enum import Enum
from typing import Any, Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn


class Model(nn.Module):
    v: int

    def __init__(self):
        super().__init__()
        self.v = torch.ones(1)

    def forward(self, x: Tensor):
        return self.v


target = Model()
