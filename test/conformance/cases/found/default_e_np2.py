import torch
from torch import nn, Tensor
from typing import *


import numpy as np
def target(x, b: bool = np.bool_(True)):
    return x
