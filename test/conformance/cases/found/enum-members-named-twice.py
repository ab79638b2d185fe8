# Each mention of a member of an Enum stays a constant of its own.
from enum import Enum

import torch


class Mode(Enum):
    SUM = 1
    MEAN = 2


def pooled(x: torch.Tensor, mode: Mode, other: Mode = Mode.SUM) -> torch.Tensor:
    if mode == Mode.SUM and other is Mode.SUM:
        return x.sum()
    if mode != Mode.SUM:
        return x.mean()
    return x


target = pooled
