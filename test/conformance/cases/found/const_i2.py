import torch
from torch import nn, Tensor
from typing import *


def target(x: List[int], y: Optional[List[int]]):
    return id(x) == id(y), id(None)
