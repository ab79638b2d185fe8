import enum
from enum import Enum, IntEnum
from typing import List, Optional
import torch
import torch.nn as nn


class Kind(IntEnum):
    A = 1
    B = 2


@torch.jit.script
class Box:
    def __init__(self, kind: Kind):
        self.kind = kind


def fn(b: Box):
    return b.kind == Kind.A


target = fn
