import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


class P:
    @torch.jit.ignore
    def go(self, x) -> int:
        return 1


p = P()


def fn(x):
    return p.go(x)


target = fn
