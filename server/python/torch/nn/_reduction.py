"""Loss reductions as numbers; answers to torch/nn/_reduction.py.

Compiled by the script compiler whenever a loss is, so the order of the
comparisons is part of the graph.
"""

import warnings
from typing import Optional

from . import _target as _at


def get_enum(reduction: str) -> int:
    if reduction == "none":
        number = 0
    elif reduction == "mean":
        number = 1
    elif reduction == "elementwise_mean":
        if _at.v2_14:
            warnings.warn("'elementwise_mean' is the old name of 'mean'", stacklevel=2)
        else:
            warnings.warn("'elementwise_mean' is the old name of 'mean'")
        number = 1
    elif reduction == "sum":
        number = 2
    else:
        number = -1  # the compiler wants a value on every path
        raise ValueError(f"no reduction is called {reduction}")
    return number


def legacy_get_string(
    size_average: Optional[bool], reduce: Optional[bool], emit_warning: bool = True
) -> str:
    advice = "size_average and reduce are old arguments: write reduction='{}'"
    if size_average is None:
        size_average = True
    if reduce is None:
        reduce = True
    if size_average and reduce:
        name = "mean"
    elif reduce:
        name = "sum"
    else:
        name = "none"
    if emit_warning:
        if _at.v2_14:
            warnings.warn(advice.format(name), stacklevel=2)
        else:
            warnings.warn(advice.format(name))
    return name


def legacy_get_enum(
    size_average: Optional[bool], reduce: Optional[bool], emit_warning: bool = True
) -> int:
    return get_enum(legacy_get_string(size_average, reduce, emit_warning))
