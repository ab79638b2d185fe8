import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


class K:
    TOP = math.inf


def fn(x):
    return x * K.TOP


target = fn
