import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


s = torch.jit.script(nn.Linear(2, 2))


def fn(x):
    return s(x)


target = fn
