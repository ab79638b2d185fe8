import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
class Ns:
    def __getattr__(self, name):
        if name == "T":
            return Tensor
        if name == "I":
            return int
        raise AttributeError(name)
ns = Ns()
def f(x: "ns.T", i: "List[ns.I]") -> Tensor:
    j: List[ns.I] = i
    return x + j[0]


target = f
