import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


def make(n):
    class Out(NamedTuple):
        a: int
        b: Optional[Tensor] = None
    return Out


A = make(1)
B = make(2)


def fn(x: Tensor):
    return A(1), B(2, x)


target = fn
