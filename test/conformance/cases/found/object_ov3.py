import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


@torch.jit._overload
def g(x: int) -> int:
    return x + 1


@torch.jit._overload
def g(x: str) -> str:
    pass


def g(x):
    return x


def fn():
    return g(1)


target = fn
