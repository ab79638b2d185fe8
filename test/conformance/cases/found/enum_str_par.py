import enum
from enum import Enum, IntEnum
from typing import List, Optional
import torch
import torch.nn as nn


class Kind(str, Enum):
    A = 'a'
    B = 'b'


def fn(x, kind: Kind):
    return x


target = fn
