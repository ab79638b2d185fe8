import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


def fn(x):
    # type: (Future[int]) -> int
    return torch.jit.wait(x)


target = fn
