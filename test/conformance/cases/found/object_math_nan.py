import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


from math import inf, nan, pi, e


def fn(x):
    return x * nan


target = fn
