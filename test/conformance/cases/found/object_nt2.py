import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


A = namedtuple('Out', ['a', 'b'])
B = namedtuple('Out', ['a', 'b'])


def fn(x: A, y: B):
    return x.a + y.b


target = fn
