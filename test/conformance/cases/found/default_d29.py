import torch
from torch import nn, Tensor
from typing import *


def target(x, p: complex = True):
    return x
