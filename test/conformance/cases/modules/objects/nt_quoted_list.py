import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class P(NamedTuple):
    x: "int"
def f(ps: List[P]):
    return ps[0].x
target = f
