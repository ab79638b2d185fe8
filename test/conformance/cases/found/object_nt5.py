import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


A = namedtuple('Out', ['a', 'b'])
B = namedtuple('Out', ['a'])


def fn(x: Tensor):
    p = A(x, x)
    q = B(x)
    return p.a + q.a


target = fn
