import torch
from torch import nn, Tensor
from typing import *


def target(x: Tensor, o: Optional[int]):
    return hash(x), hash(o)
