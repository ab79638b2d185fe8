import torch
from torch import nn, Tensor
from typing import *


from enum import Enum
class Mode(str, Enum):
    A = 'a'
def target(x, p: str = Mode.A):
    return x
