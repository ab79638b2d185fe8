import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


from dataclasses import dataclass
@dataclass(order=True)
class P:
    x: List[int]
target = P
