import torch
from torch import nn, Tensor
from typing import *


def target():
    return hash(1j), hash(2.5 + 3j)
