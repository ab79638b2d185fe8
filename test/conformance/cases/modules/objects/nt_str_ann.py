import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class P(NamedTuple):
    x: "Tensor"
    n: "int"
def f(x):
    p = P(x, 2)
    return p.x + p.n
target = f
