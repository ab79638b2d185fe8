import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


helper = torch.jit.ignore(lambda x: x)
def f(x):
    return helper(x)
target = f
