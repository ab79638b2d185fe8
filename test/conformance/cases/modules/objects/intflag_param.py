import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


import enum
class Mode(enum.IntFlag):
    A = 1
    B = 2
def f(x: Tensor, mode: Mode):
    if mode is Mode.A:
        return x
    return x + mode.value
target = f
