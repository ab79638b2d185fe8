import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


def fn(x: torch.jit.Future[int]):
    return torch.jit.wait(x)


target = fn
