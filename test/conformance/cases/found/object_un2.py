import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


def fn(flag: bool) -> str:
    x: Union[int, str, None] = 'a'
    if isinstance(x, str):
        return x
    else:
        return 'bar'


target = fn
