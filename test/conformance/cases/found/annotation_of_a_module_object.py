import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
import types
class Ns(types.ModuleType):
    def __getattr__(self, name):
        if name == "T":
            return Tensor
        raise AttributeError(name)
ns = Ns("ns")
def f(x: ns.T) -> Tensor:
    return x + 1


target = f
