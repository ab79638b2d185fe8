import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


def fn(a: int, x=(1, (2, []))):
    return a


target = fn
