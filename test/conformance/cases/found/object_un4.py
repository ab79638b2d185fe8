import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


def fn(flag: bool) -> int:
    x: Union[int, str] = 1
    if flag:
        x = 'a'
    if isinstance(x, int):
        return x
    return len(x)


target = fn
