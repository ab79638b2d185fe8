import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


def fn(x=(1, [])):
    # type: (Tuple[int, List[Tensor]]) -> int
    return x[0]


target = fn
