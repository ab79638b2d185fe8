import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


@torch.jit.script
class Box:
    def __init__(self, v: int):
        self.v = v
def f(x: int):
    b = Box.__new__(Box)
    return b.v
target = f
