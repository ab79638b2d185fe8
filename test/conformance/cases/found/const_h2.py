import torch
from torch import nn, Tensor
from typing import *


def target():
    return hash(0.0), hash(-0.0), hash(-2.5), hash(1e300), hash(float('inf')), hash(-7), hash(False)
