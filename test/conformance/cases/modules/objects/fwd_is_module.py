import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.forward = nn.Linear(2, 2)
target = M()
