import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


class Box1:
    class Out(NamedTuple):
        a: int


class Box2:
    class Out(NamedTuple):
        a: str


def fn(x: Box1.Out, y: Box2.Out):
    return x.a


target = fn
