import enum
from enum import Enum, IntEnum
from typing import List, Optional
import torch
import torch.nn as nn


class Kind(int, Enum):
    A = 1
    B = 2


def fn(x, kind: Kind):
    return kind.value


target = fn
