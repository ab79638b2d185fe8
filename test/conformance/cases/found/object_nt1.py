import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


_1 = namedtuple('Out', ['a', 'b'])
_2 = namedtuple('Out', ['c'])


def fn(x, y):
    # type: (_1, _2) -> _1
    return x


target = fn
