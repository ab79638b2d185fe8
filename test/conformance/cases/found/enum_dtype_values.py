# An Enum with dtypes as values.
import enum

import torch


class C(enum.Enum):
    A = torch.float32


def f(c: C):
    return c.value


target = f
