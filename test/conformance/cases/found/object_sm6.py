import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


class S(torch.jit.ScriptModule):
    def forward(self, x):
        return x + 1


s = S()


def fn(x):
    return s(x)


target = fn
