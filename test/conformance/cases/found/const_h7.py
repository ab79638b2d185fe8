import torch
from torch import nn, Tensor
from typing import *


def target():
    return hash([1, 2]), hash({'a': 1})
