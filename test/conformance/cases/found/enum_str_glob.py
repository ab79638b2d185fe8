import enum
from enum import Enum, IntEnum
from typing import List, Optional
import torch
import torch.nn as nn


class Kind(str, Enum):
    A = 'a'
    B = 'b'


def fn(x):
    if Kind.A == Kind.B:
        return x
    return x + 1


target = fn
