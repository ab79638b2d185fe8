import enum
from enum import Enum, IntEnum
from typing import List, Optional
import torch
import torch.nn as nn


class Kind(float, Enum):
    A = 1.5
    B = 2.5


def fn(x):
    if Kind.A == Kind.B:
        return x
    return x + 1


target = fn
