import types
from typing import NamedTuple

import torch


class Result(NamedTuple):
    n: int


class Lazy(types.ModuleType):
    def __getattr__(self, name):
        if name == "Result":
            return Result
        raise AttributeError(name)


lazy = Lazy("lazy")


def make(n: int) -> lazy.Result:
    return lazy.Result(n)


target = make
