import torch
from torch import nn, Tensor
from typing import *


import numpy as np
def target(x, s: float = np.float32(2.5), n: int = np.int64(3), b: bool = np.bool_(True), d: float = np.float64(1.5)):
    return x * s
