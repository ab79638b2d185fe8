import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


class Py:
    @torch.jit.ignore
    def __init__(self):
        self.a = 1


def fn(x):
    p = Py()
    return x


target = fn
