import torch
from torch import nn, Tensor
from typing import *


def f(x, p: bool = 0):
    return p
def target(x):
    return f(x)
