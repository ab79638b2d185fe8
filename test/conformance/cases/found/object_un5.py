import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


def fn(flag: bool) -> int:
    x: Union[int, str, None] = None
    if flag:
        x = 2
    if isinstance(x, (int, str)):
        return 1
    return 3


target = fn
