import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


import functools


def add(a: int, b: int) -> int:
    return a + b


p = functools.partial(add, 1)


def fn(x: int):
    return p(x)


target = fn
