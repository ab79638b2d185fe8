import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


@torch.jit.ignore
class Py:
    def run(self):
        return 'a' + 2


def fn(x):
    return Py()


target = fn
