import torch
from torch import nn, Tensor
from typing import *


def target(x, e: List[int] = range(3)):
    return e
