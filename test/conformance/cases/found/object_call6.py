import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


class P:
    def go(self, x: Tensor) -> int:
        return 1


go = P().go


def fn(x):
    return go(x)


target = fn
