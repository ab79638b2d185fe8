import torch
from torch import nn, Tensor
from typing import *


def target():
    return hash(None)
