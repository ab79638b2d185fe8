# Warnings.
from torch import Tensor
import warnings


def f(x: Tensor):
    warnings.warn("careful")
    warnings.warn("careful", stacklevel=2)
    warnings.warn(f"got {x}")
    return x


target = f
