import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


@torch.jit._overload
def g(x: int):
    pass


def g(x):
    return x


@torch.jit._overload
def g(x: str):
    pass


def fn():
    return g(1)


target = fn
