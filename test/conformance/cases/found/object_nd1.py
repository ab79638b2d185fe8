import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


def fn():
    if 1 == 1:
        pass
    else:
        c0 = 1
    return c0


target = fn
