import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


import enum
class Mode(enum.IntEnum):
    A = 1
    def __add__(self, o):
        return self.nope
def f(x: Tensor, m: Mode):
    return x
target = f
