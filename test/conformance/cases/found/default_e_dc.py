import torch
from torch import nn, Tensor
from typing import *


from dataclasses import dataclass
@dataclass
class C:
    a: float = 1
    b: bool = 0
def target(x):
    return C().a
