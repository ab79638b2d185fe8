import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


INF = math.inf
F = float('inf')


def fn(x):
    return x * INF


target = fn
